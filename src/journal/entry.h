/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fact.h"
#include "key.h"

#define KAUNTA_ENTRY_MAX_BYTES (256 * 1024)

/**
 * KauntaEntry:
 * @body: the signed bytes, kept as they are for ever
 * @hash: SHA-256 of @body
 * @prev: hash of the entry before
 * @at: UTC ms; @up: ms since the boot
 * @clerk: @approver: @till: (nullable)
 * @data: the fact's data
 * @turnover: cents
 *
 * One place in a journal. Immutable, reference counted, usable from any thread.
 */
typedef struct
{
  GBytes *body;
  guint8 sig[KAUNTA_SIGNATURE_BYTES];
  guint8 hash[KAUNTA_HASH_BYTES];
  guint8 prev[KAUNTA_HASH_BYTES];
  char device[6];
  gint64 epoch;
  gint64 seq;
  gint64 at;
  char boot[9];
  gint64 up;
  char *clerk;
  char *approver;
  char *till;
  KauntaFactType type;
  JsonObject *data;
  gint64 turnover;
} KauntaEntry;

#define KAUNTA_TYPE_ENTRY (kaunta_entry_get_type ())
GType kaunta_entry_get_type (void);
KauntaEntry *kaunta_entry_ref (KauntaEntry *self);
void kaunta_entry_unref (KauntaEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaEntry, kaunta_entry_unref)

/* Reads bytes from anywhere: JCS form, the keys, the data of its type. The signature is not looked at:
 * kaunta_entry_verify() does that. @sig NULL leaves it zero. */
KauntaEntry *kaunta_entry_new_from_bytes (GBytes *body, const guint8 sig[KAUNTA_SIGNATURE_BYTES],
                                          GError **error);
gboolean kaunta_entry_verify (const KauntaEntry *self, const char *public_key, GError **error);

/**
 * KauntaPlace:
 *
 * Where the next entry goes, and who makes it. Strings are borrowed.
 */
typedef struct
{
  const char *device;
  gint64 epoch;
  gint64 seq;
  const guint8 *prev;
  gint64 at;
  const char *boot;
  gint64 up;
  const char *clerk;
  const char *approver;
  const char *till;
  gint64 turnover; /* this entry included */
} KauntaPlace;

/* Checks @fact and who did it, writes the body in JCS form and signs it. The limit of a variance is the
 * caller's to check. The entry keeps @fact's data: nobody may change it from now on. */
KauntaEntry *kaunta_entry_sign (const KauntaPlace *place, const KauntaFact *fact, const KauntaKey *key,
                                GError **error);
