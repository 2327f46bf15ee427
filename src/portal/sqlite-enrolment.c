/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sqlite-storage.h"

#include <glib/gi18n-lib.h>
#include "json.h"
#include "number.h"

#define CODE_LIFE_MS (15 * 60 * 1000)
#define CODE_MAX_TRIES 5
#define TOKEN_BYTES 32
#define LAST_DEVICE 99999
#define NO_HEAD "0000000000000000000000000000000000000000000000000000000000000000"

static const char COUNT_OFFICE[] = "SELECT count(*) FROM offices WHERE office = $1";
static const char COUNT_DEVICE[] = "SELECT count(*) FROM devices WHERE device = $1 AND office = $2";
static const char FORGET_CODES[] = "DELETE FROM enrolment_codes WHERE made_at <= $1 OR made_at > $2";
static const char COUNT_CODE[] = "SELECT count(*) FROM enrolment_codes WHERE selector = $1";
static const char ADD_CODE[] =
  "INSERT INTO enrolment_codes (selector, key, office, device, made_at, tries) VALUES ($1, $2, $3, $4, $5, 0)";
static const char FIND_CODE[] =
  "SELECT key, office, device, given_device, given_epoch, given_token FROM enrolment_codes "
  "WHERE selector = $1 AND tries < $2 AND made_at > $3 AND made_at <= $4";
static const char COUNT_TRY[] = "UPDATE enrolment_codes SET tries = tries + 1 WHERE selector = $1";
static const char USE_CODE[] =
  "UPDATE enrolment_codes SET given_device = $1, given_epoch = $2, given_token = $3 WHERE selector = $4";
static const char FORGET_ANSWER[] = "DELETE FROM enrolment_codes WHERE given_device = $1 AND given_epoch = $2";
static const char TAKE_NUMBER[] = "UPDATE portal SET last_number = last_number + 1 WHERE id = 1 RETURNING last_number";
static const char ADD_DEVICE[] =
  "INSERT INTO devices (device, office, name, epoch, frozen, seq, head, head_epoch, turnover) "
  "VALUES ($1, $2, $3, 1, 0, 0, $4, 0, 0)";
static const char RENEW_DEVICE[] =
  "UPDATE devices SET epoch = epoch + 1, frozen = 0, name = $1 WHERE device = $2";
static const char GET_EPOCH[] = "SELECT epoch FROM devices WHERE device = $1";
static const char ADD_EPOCH[] =
  "INSERT INTO device_epochs (device, epoch, key, token_hash, enrolled_at) VALUES ($1, $2, $3, $4, $5)";
static const char COUNT_GIVEN[] =
  "SELECT count(*) FROM device_epochs e JOIN devices d ON d.device = e.device AND d.epoch = e.epoch "
  "WHERE e.device = $1 AND e.epoch = $2 AND e.key = $3";
static const char GET_NEWEST[] = "SELECT seq, head FROM devices WHERE device = $1";

/* A code that is still good, or was used within its time. */
typedef struct
{
  KauntaEnrolKey key;
  char *office;
  char *device;       /* (nullable): that it enrols again */
  char *given_device; /* (nullable): that it was used for */
  gint64 given_epoch;
  char *given_token;  /* (nullable): sealed */
} Code;

static void
code_clear (Code *code)
{
  kaunta_enrol_key_clear (&code->key);
  g_free (code->office);
  g_free (code->device);
  g_free (code->given_device);
  g_free (code->given_token);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Code, code_clear)

static gboolean
refuse_code (GError **error)
{
  g_set_error_literal (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_CODE_REFUSED,
                       "This code is unknown, used up, older than 15 minutes or was tried wrongly too often.");
  return FALSE;
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

/* A code whose selector no other code has at this time. (transfer full) */
static char *
choose_code (KauntaSqliteStorage *self, char selector[KAUNTA_ENROL_SELECTOR_LENGTH + 1], GError **error)
{
  gint64 taken = 1;

  for (;;)
    {
      g_autofree char *code = kaunta_random_code (KAUNTA_ENROL_CODE_LENGTH);

      g_strlcpy (selector, code, KAUNTA_ENROL_SELECTOR_LENGTH + 1);
      if (!kaunta_connection_get_integer (self->database, &taken, NULL, error, COUNT_CODE, "s", selector))
        return NULL;
      if (taken == 0)
        return g_steal_pointer (&code);
    }
}

static char *
add_code (KauntaSqliteStorage *self, const char *office, const char *device, GError **error)
{
  gint64 now = kaunta_clock_get_now (self->clock);
  char selector[KAUNTA_ENROL_SELECTOR_LENGTH + 1] = "";
  g_auto (KauntaEnrolKey) key = { 0 };
  g_autofree char *key_text = NULL;
  g_autofree char *code = NULL;

  if (!kaunta_connection_run (self->database, error, FORGET_CODES, "ii", now - CODE_LIFE_MS, now))
    return NULL;
  code = choose_code (self, selector, error);
  if (code == NULL)
    return NULL;
  kaunta_enrol_key_derive (&key, code);
  key_text = kaunta_enrol_key_to_text (&key);
  if (!kaunta_connection_run (self->database, error, ADD_CODE, "ssssi", selector, key_text, office, device, now))
    return NULL;
  return g_steal_pointer (&code);
}

char *
kaunta_sqlite_create_code (KauntaPortalStorage *storage, const char *office, const char *device, GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  g_autofree char *code = NULL;

  if (!kaunta_connection_begin (self->database, error))
    return NULL;
  if (kaunta_sqlite_check_known (self, office, device, error))
    code = add_code (self, office, device, error);
  return kaunta_connection_end (self->database, code != NULL, error) ? g_steal_pointer (&code) : NULL;
}

static gboolean
find_code (KauntaSqliteStorage *self, const char *selector, gint64 now, Code *code, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, FIND_CODE, "siii", selector, (gint64) CODE_MAX_TRIES,
                              now - CODE_LIFE_MS, now))
    return FALSE;
  if (!kaunta_rowset_next (&rows, &failed, error))
    return failed ? FALSE : refuse_code (error);

  code->office = g_strdup (kaunta_rowset_get_text (&rows, 1));
  code->device = g_strdup (kaunta_rowset_get_text (&rows, 2));
  code->given_device = g_strdup (kaunta_rowset_get_text (&rows, 3));
  code->given_epoch = kaunta_rowset_get_integer (&rows, 4);
  code->given_token = g_strdup (kaunta_rowset_get_text (&rows, 5));
  return kaunta_enrol_key_from_text (&code->key, kaunta_rowset_get_text (&rows, 0), error);
}

/* Gives the next number, or raises the epoch of the code's own. */
static gboolean
give_number (KauntaSqliteStorage *self, const Code *code, const char *name, KauntaEnrolAnswer *answer, GError **error)
{
  gint64 number = 0;

  if (code->device != NULL)
    {
      answer->device = g_strdup (code->device);
      return kaunta_connection_run (self->database, error, RENEW_DEVICE, "ss", name, code->device)
             && kaunta_connection_get_integer (self->database, &answer->epoch, NULL, error, GET_EPOCH, "s", code->device);
    }

  if (!kaunta_connection_get_integer (self->database, &number, NULL, error, TAKE_NUMBER, ""))
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

/* The token is kept as its hash, and sealed for as long as the code is good. */
static gboolean
give_token (KauntaSqliteStorage *self, const Code *code, const KauntaEnrolRequest *request, gint64 now, KauntaEnrolAnswer *answer,
            GError **error)
{
  g_autofree char *token = kaunta_random_base64url (TOKEN_BYTES);
  g_autofree char *hash = kaunta_sqlite_hash_text (token);

  answer->token = kaunta_enrol_key_seal (&code->key, token);
  return kaunta_connection_run (self->database, error, ADD_EPOCH, "sissi", answer->device, answer->epoch, request->key, hash, now)
         && kaunta_connection_run (self->database, error, USE_CODE, "siss", answer->device, answer->epoch, answer->token, request->code);
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
  return give_number (self, code, request->name, answer, error)
         && give_token (self, code, request, now, answer, error)
         && enter_branches (self, code, error)
         && offer_device (self, request, answer, now, error);
}

/* The answer was lost on the way if the same key asks again: it gets the same one. */
static gboolean
give_again (KauntaSqliteStorage *self, const Code *code, const KauntaEnrolRequest *request, KauntaEnrolAnswer *answer, GError **error)
{
  gint64 given = 0;

  answer->device = g_strdup (code->given_device);
  answer->epoch = code->given_epoch;
  answer->token = g_strdup (code->given_token);
  if (!kaunta_connection_get_integer (self->database, &given, NULL, error, COUNT_GIVEN, "sis", answer->device, answer->epoch,
                                      request->key))
    return FALSE;
  return given == 1 || refuse_code (error);
}

/* What the portal holds of the device: whoever enrols must go on from there. */
static gboolean
read_newest (KauntaSqliteStorage *self, KauntaEnrolAnswer *answer, GError **error)
{
  g_auto (KauntaRowset) rows = { 0 };
  gboolean failed = FALSE;

  if (!kaunta_connection_query (self->database, &rows, error, GET_NEWEST, "s", answer->device)
      || !kaunta_rowset_next (&rows, &failed, error))
    return FALSE;
  answer->seq = kaunta_rowset_get_integer (&rows, 0);
  answer->head = g_strdup (kaunta_rowset_get_text (&rows, 1));
  return TRUE;
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

static gboolean
answer_proved (KauntaSqliteStorage *self, const Code *code, const KauntaEnrolRequest *request, const char *ca, gint64 now,
               KauntaEnrolAnswer *answer, GError **error)
{
  gboolean given = FALSE;

  answer->office = g_strdup (code->office);
  answer->portal_key = g_strdup (kaunta_key_get_public (self->key));
  answer->ca = g_strdup (ca);
  given = code->given_device != NULL ? give_again (self, code, request, answer, error)
                                     : use_code (self, code, request, now, answer, error);
  if (!given || !read_newest (self, answer, error))
    return FALSE;
  kaunta_enrol_answer_prove (answer, request->key, &code->key);
  return TRUE;
}

/* A wrong try is the one thing that a refused call leaves behind. */
static gboolean
try_code (KauntaSqliteStorage *self, const KauntaEnrolRequest *request, const char *ca, KauntaEnrolAnswer *answer, gboolean *wrong,
          GError **error)
{
  g_auto (Code) code = { 0 };
  gint64 now = kaunta_clock_get_now (self->clock);

  if (!find_code (self, request->code, now, &code, error))
    return FALSE;
  *wrong = !kaunta_enrol_request_is_proved (request, &code.key);
  if (*wrong)
    return kaunta_connection_run (self->database, error, COUNT_TRY, "s", request->code);
  return answer_proved (self, &code, request, ca, now, answer, error);
}

gboolean
kaunta_sqlite_enrol (KauntaPortalStorage *storage,
                     const KauntaEnrolRequest *request,
                     const char *ca,
                     KauntaEnrolAnswer *answer,
                     GError **error)
{
  KauntaSqliteStorage *self = KAUNTA_SQLITE_STORAGE (storage);
  gboolean wrong = FALSE;

  if (!check_key (request->key, error) || !kaunta_connection_begin (self->database, error))
    return FALSE;
  if (!kaunta_connection_end (self->database, try_code (self, request, ca, answer, &wrong, error), error))
    return FALSE;
  return wrong ? refuse_code (error) : TRUE;
}

gboolean
kaunta_sqlite_forget_answer (KauntaSqliteStorage *self, const char *device, gint64 epoch, GError **error)
{
  return kaunta_connection_run (self->database, error, FORGET_ANSWER, "si", device, epoch);
}
