/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

typedef enum
{
  KAUNTA_PAYER_CITIZEN,
  KAUNTA_PAYER_FOREIGNER,
  KAUNTA_PAYER_ENTITY,
  KAUNTA_PAYER_OTHER,
} KauntaPayerKind;

/* "citizen", "foreigner", "entity", "other": as journal and wire spell it. */
const char *kaunta_payer_kind_to_nick (KauntaPayerKind kind);
gboolean kaunta_payer_kind_from_nick (const char *nick, KauntaPayerKind *kind);
/* Translated, for people. */
const char *kaunta_payer_kind_to_label (KauntaPayerKind kind);

/**
 * KauntaPayer:
 * @id: national ID, alien ID or registration number as typed, leading zeros kept
 * @name: full name
 * @phone: (nullable): 254XXXXXXXXX
 * @kra_pin: (nullable)
 * @place: (nullable): sub-county, for people
 * @updated: UTC ms when the portal last changed it; 0 when entered here by hand
 * @known: UTC ms when this counter last heard it from the portal; 0 when it never did
 *
 * Whom a bill is addressed to. Reference counted, not changed after it was made.
 */
typedef struct
{
  KauntaPayerKind kind;
  char *id;
  char *name;
  char *phone;
  char *kra_pin;
  char *place;
  gint64 updated;
  gint64 known;
} KauntaPayer;

#define KAUNTA_TYPE_PAYER (kaunta_payer_get_type ())
GType kaunta_payer_get_type (void);
/* Copies what it is given. */
KauntaPayer *kaunta_payer_new (KauntaPayerKind kind,
                               const char *id,
                               const char *name,
                               const char *phone,
                               const char *kra_pin,
                               const char *place,
                               gint64 updated,
                               gint64 known);
KauntaPayer *kaunta_payer_ref (KauntaPayer *self);
void kaunta_payer_unref (KauntaPayer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPayer, kaunta_payer_unref)

/* Cleans and checks what was typed by hand, field by field, and makes a payer of it.
 * @field (out, nullable): "id", "name", "phone", "kra_pin": where the error's sentence belongs. */
KauntaPayer *kaunta_payer_new_from_typed (KauntaPayerKind kind,
                                          const char *id,
                                          const char *name,
                                          const char *phone,
                                          const char *kra_pin,
                                          const char **field,
                                          GError **error);
