/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "box.h"
#include "core-error.h"
#include "identifier.h"
#include "nick.h"
#include "text.h"

#define MAX_ID_CHARS 40
#define MAX_NAME_CHARS 120
#define MAX_KRA_PIN_CHARS 11

static const char *const kind_nicks[] = { "citizen", "foreigner", "entity", "other" };
static const char *const kind_labels[] = { N_ ("Citizen"), N_ ("Foreigner"), N_ ("Entity"), N_ ("Other") };

KAUNTA_DEFINE_NICKS (KauntaPayerKind, kaunta_payer_kind, kind_nicks)
KAUNTA_DEFINE_LABELS (KauntaPayerKind, kaunta_payer_kind, kind_labels)

static void
clear_payer (KauntaPayer *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->phone);
  g_free (self->kra_pin);
  g_free (self->place);
}

KAUNTA_DEFINE_BOX (KauntaPayer, kaunta_payer, clear_payer)

/**
 * kaunta_payer_new:
 * @phone: (nullable): 254XXXXXXXXX
 * @kra_pin: (nullable):
 * @place: (nullable): sub-county
 * @updated: @known: UTC ms, 0 for a payer entered here
 *
 * Returns: (transfer full): a payer with copies of what was given
 */
KauntaPayer *
kaunta_payer_new (KauntaPayerKind kind,
                  const char *id,
                  const char *name,
                  const char *phone,
                  const char *kra_pin,
                  const char *place,
                  gint64 updated,
                  gint64 known)
{
  KauntaPayer *self = NULL;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  self = g_atomic_rc_box_new0 (KauntaPayer);
  self->kind = kind;
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->phone = g_strdup (phone);
  self->kra_pin = g_strdup (kra_pin);
  self->place = g_strdup (place);
  self->updated = updated;
  self->known = known;
  return self;
}

static char *
clean_id (const char *typed, GError **error)
{
  g_autofree char *id = kaunta_text_clean (typed, _("The number"), MAX_ID_CHARS, FALSE, error);
  g_autofree char *key = NULL;

  if (id == NULL)
    return NULL;

  key = kaunta_identifier_match_key (id);
  if (*key == '\0')
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                           _("The number has neither digits nor letters."));
      return NULL;
    }
  return g_steal_pointer (&id);
}

static char *
clean_phone (const char *typed, GError **error)
{
  if (typed == NULL || strspn (typed, " ") == strlen (typed))
    return g_strdup ("");
  return kaunta_phone_normalise (typed, error);
}

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * kaunta_payer_new_from_typed:
 * @phone: @kra_pin: (nullable): as typed; may be empty
 * @field: (out) (optional): "id", "name", "phone" or "kra_pin" when one of them is refused
 *
 * Makes a payer of what a clerk typed. An identifier of an odd shape is taken: see kaunta_identifier_warning().
 *
 * Returns: (transfer full): the payer; NULL with a sentence for @field
 */
KauntaPayer *
kaunta_payer_new_from_typed (KauntaPayerKind kind,
                             const char *id,
                             const char *name,
                             const char *phone,
                             const char *kra_pin,
                             const char **field,
                             GError **error)
{
  const char *wrong = "id";
  g_autofree char *clean_name = NULL;
  g_autofree char *clean_pin = NULL;
  g_autofree char *number = clean_id (id, error);
  g_autofree char *clean_number = NULL;

  if (number != NULL)
    {
      wrong = "name";
      clean_name = kaunta_text_clean (name, _("The name"), MAX_NAME_CHARS, FALSE, error);
    }
  if (clean_name != NULL)
    {
      wrong = "phone";
      clean_number = clean_phone (phone, error);
    }
  if (clean_number != NULL)
    {
      wrong = "kra_pin";
      clean_pin = kaunta_text_clean (kra_pin, _("The KRA PIN"), MAX_KRA_PIN_CHARS, TRUE, error);
    }
  if (clean_pin == NULL)
    {
      if (field != NULL)
        *field = wrong;
      return NULL;
    }

  return kaunta_payer_new (kind, number, clean_name, null_if_empty (clean_number), null_if_empty (clean_pin), NULL, 0,
                           0);
}
