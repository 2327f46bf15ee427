/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "json.h"
#include "number.h"

#define CODE_LENGTH 16
/* What finds a code's row, so that wrong tries are counted against the right code; the other ten characters are 50 bits. */
#define SELECTOR_LENGTH 6
#define CODE_LIFE_MS (15 * 60 * 1000)
#define CODE_MAX_TRIES 5
#define TOKEN_BYTES 32
#define FIRST_DEVICE 421
#define LAST_DEVICE 99999
#define NO_HEAD "0000000000000000000000000000000000000000000000000000000000000000"

static const char COUNT_OFFICE[] = "SELECT count(*) FROM offices WHERE office = $1";
static const char COUNT_DEVICE[] = "SELECT count(*) FROM devices WHERE device = $1 AND office = $2";
static const char ADD_CODE[] =
  "INSERT INTO enrolment_codes (selector, hash, office, device, made_at, tries) VALUES ($1, $2, $3, $4, $5, 0)";
static const char FIND_CODE[] =
  "SELECT hash, office, device FROM enrolment_codes "
  "WHERE selector = $1 AND used_at IS NULL AND tries < $2 AND made_at > $3 AND made_at <= $4";
static const char COUNT_TRY[] = "UPDATE enrolment_codes SET tries = tries + 1 WHERE selector = $1";
static const char USE_CODE[] = "UPDATE enrolment_codes SET used_at = $1 WHERE selector = $2";
static const char LAST_NUMBER[] = "SELECT coalesce(max(device), '') FROM devices";
static const char ADD_DEVICE[] =
  "INSERT INTO devices (device, office, name, epoch, frozen, seq, head, head_epoch, turnover) "
  "VALUES ($1, $2, $3, 1, 0, 0, $4, 0, 0)";
static const char RENEW_DEVICE[] =
  "UPDATE devices SET epoch = epoch + 1, frozen = 0, name = $1 WHERE device = $2";
static const char GET_EPOCH[] = "SELECT epoch FROM devices WHERE device = $1";
static const char ADD_EPOCH[] =
  "INSERT INTO device_epochs (device, epoch, key, token_hash, enrolled_at) VALUES ($1, $2, $3, $4, $5)";

/* A code that is still good. */
typedef struct
{
  char selector[SELECTOR_LENGTH + 1];
  char *hash;
  char *office;
  char *device; /* (nullable) */
} Code;

static void
code_clear (Code *code)
{
  g_free (code->hash);
  g_free (code->office);
  g_free (code->device);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Code, code_clear)

static gboolean
refuse_code (GError **error)
{
  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED,
                       "This code is unknown, used up, older than 15 minutes or was tried wrongly too often.");
  return FALSE;
}

/* Crockford's base 32 as people type it: any case, O for 0, I and L for 1, hyphens and spaces anywhere. NULL when it
 * is not a code's length. */
static char *
normalise_code (const char *typed)
{
  g_autoptr (GString) code = g_string_new (NULL);

  for (const char *p = typed; *p != '\0' && code->len <= CODE_LENGTH; p++)
    {
      char c = g_ascii_toupper (*p);

      if (c == '-' || c == ' ')
        continue;
      if (c == 'O')
        c = '0';
      else if (c == 'I' || c == 'L')
        c = '1';
      g_string_append_c (code, c);
    }
  return code->len == CODE_LENGTH ? g_string_free (g_steal_pointer (&code), FALSE) : NULL;
}

gboolean
kaunta_sqlite_check_known (KauntaSqliteStorage *self, const char *office, const char *device, GError **error)
{
  gint64 offices = 0;
  gint64 devices = 1;

  if (!kaunta_connection_get_integer (self->database, &offices, NULL, error, COUNT_OFFICE, "s", office))
    return FALSE;
  if (device != NULL
      && !kaunta_connection_get_integer (self->database, &devices, NULL, error, COUNT_DEVICE, "ss", device, office))
    return FALSE;
  if (offices == 1 && devices == 1)
    return TRUE;

  if (offices == 0)
    g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN, _("The portal knows no office %s."), office);
  else
    g_set_error (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_UNKNOWN, _("The office %s has no counter %s."), office,
                 device);
  return FALSE;
}

char *
kaunta_sqlite_create_code (KauntaPortalStorage *storage, const char *office, const char *device, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autofree char *code = kaunta_random_code (CODE_LENGTH);
  g_autofree char *selector = g_strndup (code, SELECTOR_LENGTH);
  g_autofree char *hash = kaunta_sqlite_hash_text (code);
  gboolean ok = FALSE;

  if (!kaunta_connection_begin (self->database, error))
    return NULL;
  ok = kaunta_sqlite_check_known (self, office, device, error)
       && kaunta_connection_run (self->database, error, ADD_CODE, "ssssi", selector, hash, office, device,
                               kaunta_clock_get_now (self->clock));
  return kaunta_connection_end (self->database, ok, error) ? g_steal_pointer (&code) : NULL;
}

static gboolean
find_code (KauntaSqliteStorage *self, const char *typed, gint64 now, Code *code, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  memcpy (code->selector, typed, SELECTOR_LENGTH);
  if (!kaunta_connection_query (self->database, &rows, error, FIND_CODE, "siii", code->selector, (gint64) CODE_MAX_TRIES,
                              now - CODE_LIFE_MS, now))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    return failed ? FALSE : refuse_code (error);

  code->hash = g_strdup (kaunta_rowset_get_text (&rows, 0));
  code->office = g_strdup (kaunta_rowset_get_text (&rows, 1));
  code->device = g_strdup (kaunta_rowset_get_text (&rows, 2));
  return TRUE;
}

/* Gives the next number, or raises the epoch of the code's own. */
static gboolean
give_number (KauntaSqliteStorage *self, const Code *code, const char *name, KauntaEnrolAnswer *answer, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;
  gint64 number = FIRST_DEVICE;

  if (code->device != NULL)
    {
      answer->device = g_strdup (code->device);
      return kaunta_connection_run (self->database, error, RENEW_DEVICE, "ss", name, code->device)
             && kaunta_connection_get_integer (self->database, &answer->epoch, NULL, error, GET_EPOCH, "s", code->device);
    }

  if (!kaunta_connection_query (self->database, &rows, error, LAST_NUMBER, ""))
    return FALSE;
  if (kaunta_rowset_next (&rows, &failed, error))
    number = MAX (number, g_ascii_strtoll (kaunta_rowset_get_text (&rows, 0), NULL, 10) + 1);
  if (failed)
    return FALSE;
  if (number > LAST_DEVICE)
    {
      g_set_error_literal (error, KAUNTA_PORTAL_ERROR, KAUNTA_PORTAL_ERROR_STORAGE, _("All counter numbers are in use."));
      return FALSE;
    }
  answer->device = g_strdup_printf ("%05" G_GINT64_FORMAT, number);
  answer->epoch = 1;
  return kaunta_connection_run (self->database, error, ADD_DEVICE, "ssss", answer->device, code->office, name, NO_HEAD);
}

static gboolean
give_token (KauntaSqliteStorage *self, const char *key, gint64 now, KauntaEnrolAnswer *answer, GError **error)
{
  g_autofree char *hash = NULL;

  answer->token = kaunta_random_hex (TOKEN_BYTES);
  hash = kaunta_sqlite_hash_text (answer->token);
  return kaunta_connection_run (self->database, error, ADD_EPOCH, "sissi", answer->device, answer->epoch, key, hash, now);
}

static gboolean
offer_device (KauntaSqliteStorage *self, const KauntaEnrolRequest *request, const KauntaEnrolAnswer *answer, gint64 now,
              GError **error)
{
  g_autoptr (KauntaDevice) device = kaunta_device_new (answer->device, request->name, request->key, answer->epoch);

  return kaunta_sqlite_offer (self, answer->office, KAUNTA_CHANGE_DEVICE, answer->device, NULL, device, now, error);
}

/* A counter that is enrolled again is frozen no more, so what lies beside its chain is entered by then at the latest. */
static gboolean
enter_branches (KauntaSqliteStorage *self, const Code *code, GError **error)
{
  gint64 entered = 0;

  return code->device == NULL || kaunta_sqlite_enter_branches_of (self, code->device, &entered, error);
}

static gboolean
use_code (KauntaSqliteStorage *self, const Code *code, const KauntaEnrolRequest *request, gint64 now,
          KauntaEnrolAnswer *answer, GError **error)
{
  answer->office = g_strdup (code->office);
  answer->portal_key = g_strdup (kaunta_key_get_public (self->key));
  return kaunta_connection_run (self->database, error, USE_CODE, "is", now, code->selector)
         && give_number (self, code, request->name, answer, error)
         && give_token (self, request->key, now, answer, error)
         && enter_branches (self, code, error)
         && offer_device (self, request, answer, now, error);
}

static gboolean
check_key (const char *key, GError **error)
{
  guint8 bytes[KAUNTA_PUBLIC_KEY_BYTES];
  g_autoptr (GError) reason = NULL;

  if (kaunta_base64url_decode (key, bytes, sizeof bytes, &reason))
    return TRUE;
  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_MALFORMED, "The key is no Ed25519 public key.");
  return FALSE;
}

/* A wrong try is the one thing that a refused call leaves behind. */
static gboolean
try_code (KauntaSqliteStorage *self, const char *typed, const KauntaEnrolRequest *request, KauntaEnrolAnswer *answer,
          gboolean *wrong, GError **error)
{
  g_auto (Code) code = { 0 };
  g_autofree char *hash = kaunta_sqlite_hash_text (typed);
  gint64 now = kaunta_clock_get_now (self->clock);

  if (!find_code (self, typed, now, &code, error))
    return FALSE;
  *wrong = strcmp (hash, code.hash) != 0;
  if (*wrong)
    return kaunta_connection_run (self->database, error, COUNT_TRY, "s", code.selector);
  return use_code (self, &code, request, now, answer, error);
}

gboolean
kaunta_sqlite_enrol (KauntaPortalStorage *storage,
                     const KauntaEnrolRequest *request,
                     KauntaEnrolAnswer *answer,
                     GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autofree char *typed = normalise_code (request->code);
  gboolean wrong = FALSE;

  if (!check_key (request->key, error))
    return FALSE;
  if (typed == NULL)
    return refuse_code (error);
  if (!kaunta_connection_begin (self->database, error))
    return FALSE;
  if (!kaunta_connection_end (self->database, try_code (self, typed, request, answer, &wrong, error), error))
    return FALSE;
  return wrong ? refuse_code (error) : TRUE;
}
