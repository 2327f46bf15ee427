/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage.h"

/**
 * KauntaPortalChain:
 * @device: @office: whose journal it is (borrowed)
 * @portal_key: the portal's public key (borrowed)
 * @epoch: the newest that the device was enrolled with
 * @frozen: it has another branch, and nobody has looked at it yet
 * @seq: @head: @head_epoch: @turnover: the newest entry held; seq 0 when there is none
 * @key: (owned) (nullable): the public key of @key_epoch
 * @proven: (owned) (nullable): a set of entries whose signature was found good already
 *
 * The end of a device's journal as the portal holds it, whatever it is stored in.
 */
typedef struct
{
  const char *device;
  const char *office;
  const char *portal_key;
  gint64 epoch;
  gboolean frozen;
  gint64 seq;
  char head[65];
  gint64 head_epoch;
  gint64 turnover;
  char *key;
  gint64 key_epoch;
  GHashTable *proven;
} KauntaPortalChain;
void kaunta_portal_chain_clear (KauntaPortalChain *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaPortalChain, kaunta_portal_chain_clear)

/* Whether @entry says that it comes right after the chain's end. */
gboolean kaunta_portal_chain_is_continued (const KauntaPortalChain *self, const KauntaEntry *entry);
/* Whether @entry may stand after the chain's end: its device, seq, epoch, signature (by @key, of the entry's epoch),
 * predecessor, turnover and approver. GAP, FENCED, BAD_SIGNATURE or BAD_ENTRY. Entries of an epoch that was followed by a
 * newer one are good as long as none of the newer has come: a counter may be enrolled again while its tail still waits. */
gboolean kaunta_portal_chain_check (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error);
/* Puts @entry, which was checked, at the end. */
void kaunta_portal_chain_add (KauntaPortalChain *self, const KauntaEntry *entry);
/* BAD_SIGNATURE when it is not signed by @key, BAD_ENTRY when there is no key, because its epoch was never given. */
gboolean kaunta_portal_chain_check_signature (const KauntaPortalChain *self, const KauntaEntry *entry, GError **error);
