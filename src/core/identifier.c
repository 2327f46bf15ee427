/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "clock.h"
#include "core-error.h"
#include "number.h"
#include "text.h"

/* Usual shapes of registration numbers, as match keys: companies PVT-XXXXXXX, CPR/2009/12345, C. 12345; business names BN-XXXXXXX;
 * societies SOC/n; co-operatives CS/n; KRA PINs of entities. */
static const char entity_shapes[] = "^(?:PVT[A-Z0-9]{7}|CPR(?:19|20)[0-9]{2}[0-9]{1,6}|C[0-9]{3,6}|BN[A-Z0-9]{7}"
                                    "|SOC[0-9]{1,6}|CS[0-9]{1,6}|P[0-9]{9}[A-Z])$";

/**
 * kaunta_identifier_match_key:
 *
 * Returns: (transfer full): upper case, ASCII letters and digits only
 */
char *
kaunta_identifier_match_key (const char *typed)
{
  GString *key = g_string_new (NULL);

  g_return_val_if_fail (typed != NULL, NULL);

  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (key, g_ascii_toupper (*p));
  return g_string_free (key, FALSE);
}

static gboolean
is_number_of (const char *key, gsize min, gsize max)
{
  gsize length = strlen (key);

  return length >= min && length <= max && strspn (key, "0123456789") == length;
}

/**
 * kaunta_identifier_warning:
 *
 * Returns: (transfer full) (nullable): a sentence when @id has not the usual shape of its kind. No published check digit exists for any
 * kind, so it is never more than a warning.
 */
char *
kaunta_identifier_warning (KauntaPayerKind kind, const char *id)
{
  g_autofree char *key = kaunta_identifier_match_key (id);

  switch (kind)
    {
    case KAUNTA_PAYER_CITIZEN:
      if (!is_number_of (key, 7, 9))
        return g_strdup (_("A national ID usually has 7 to 9 digits. Check it against the card."));
      break;
    case KAUNTA_PAYER_FOREIGNER:
      if (!is_number_of (key, 6, 9))
        return g_strdup (_("An alien ID usually has 6 to 9 digits. Check it against the card."));
      break;
    case KAUNTA_PAYER_ENTITY:
      if (!g_regex_match_simple (entity_shapes, key, 0, 0))
        return g_strdup (_("A registration number usually looks like PVT-ABC1234, BN-ABC1234, CPR/2009/12345 or C. 12345. "
                           "Check it against the certificate."));
      break;
    case KAUNTA_PAYER_OTHER:
    default:
      break;
    }

  return NULL;
}

/**
 * kaunta_phone_normalise:
 *
 * Reads a Kenyan mobile number in any usual form. The operator is never inferred from it: numbers are carried over.
 *
 * Returns: (transfer full): "254712345678"; NULL with KAUNTA_CORE_ERROR_INVALID
 */
char *
kaunta_phone_normalise (const char *typed, GError **error)
{
  char digits[16] = "";
  gsize length = 0;
  const char *local = digits;

  for (const char *p = typed != NULL ? typed : ""; *p != '\0'; p++)
    {
      if (strchr (" -()", *p) != NULL || (*p == '+' && length == 0))
        continue;
      if (!g_ascii_isdigit (*p) || length + 1 >= sizeof digits)
        {
          length = 0;
          break;
        }
      digits[length++] = *p;
    }
  digits[length] = '\0';

  if (length == 12 && g_str_has_prefix (digits, "254"))
    local = digits + 3;
  else if (length == 10 && digits[0] == '0')
    local = digits + 1;

  if (strlen (local) == 9 && (local[0] == '7' || local[0] == '1'))
    return g_strconcat ("254", local, NULL);

  g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                       _("This is not a Kenyan mobile number, which looks like 0712 345 678."));
  return NULL;
}

/**
 * kaunta_phone_display:
 * @phone: 254XXXXXXXXX
 *
 * Returns: (transfer full): "0712 345 678"
 */
char *
kaunta_phone_display (const char *phone)
{
  g_return_val_if_fail (phone != NULL, NULL);

  if (strlen (phone) != 12)
    return g_strdup (phone);
  return g_strdup_printf ("0%.3s %.3s %.3s", phone + 3, phone + 6, phone + 9);
}

static int
read_day_sign (char sign)
{
  if (sign >= '1' && sign <= '9')
    return sign - '0';
  if (sign >= 'A' && sign <= 'V')
    return sign - 'A' + 10;
  return 0;
}

/**
 * kaunta_mpesa_code_warning:
 * @now_ms: UTC ms
 *
 * Ten letters and digits, of which the first three usually tell year (A = 2006), month (A to L) and day (1 to 9, A = 10). Safaricom
 * documents none of this, so it is a warning against mistyping and never a refusal.
 *
 * Returns: (transfer full) (nullable): a sentence
 */
char *
kaunta_mpesa_code_warning (const char *code, gint64 now_ms)
{
  g_autofree char *key = kaunta_identifier_match_key (code);
  g_autofree char *today = kaunta_time_display_day (now_ms);
  g_autoptr (GDateTime) told = NULL;
  g_autofree char *told_day = NULL;

  if (strlen (key) != 10)
    return g_strdup (_("An M-PESA code usually has ten letters and digits. Check it against the message."));

  if (g_ascii_isalpha (key[0]) && key[1] >= 'A' && key[1] <= 'L' && read_day_sign (key[2]) != 0)
    told = g_date_time_new_utc (2006 + key[0] - 'A', key[1] - 'A' + 1, read_day_sign (key[2]), 0, 0, 0);
  if (told == NULL)
    return g_strdup (_("This M-PESA code does not begin as they usually do. Check it against the message."));

  told_day = g_date_time_format (told, "%Y-%m-%d");
  if (!g_str_equal (told_day, today))
    return g_strdup_printf (_("This M-PESA code seems to be of %s, not of today. Check it against the message."),
                            told_day);
  return NULL;
}

static KauntaQueryKind
recognise_bill (char *digits, char **key, char **warning)
{
  g_autoptr (GError) error = NULL;

  if (!kaunta_bill_number_parse (digits, NULL, NULL, &error) && warning != NULL)
    *warning = g_strdup (error->message);
  *key = digits;
  return KAUNTA_QUERY_BILL;
}

/* A receipt's number, or what the QR code on the receipt says, which begins with the number and " KES ". */
static gboolean
recognise_receipt (const char *text, char **key)
{
  const char *amount = strstr (text, " KES ");
  g_autofree char *number = amount != NULL ? g_strndup (text, amount - text) : g_strdup (text);

  if (!kaunta_receipt_number_parse (number, NULL, NULL, NULL))
    return FALSE;

  *key = g_steal_pointer (&number);
  return TRUE;
}

/**
 * kaunta_query_recognise:
 * @typed: (nullable): what the search entry holds; anything
 * @key: (out) (transfer full): what to search by; "" for NOTHING
 * @warning: (out) (optional) (transfer full) (nullable): a sentence about a mistyped bill number
 *
 * Tells what was typed. Nobody asks the clerk for the kind.
 */
KauntaQueryKind
kaunta_query_recognise (const char *typed, char **key, char **warning)
{
  g_autofree char *text = kaunta_text_clean (typed, "", 200, TRUE, NULL);
  g_autofree char *match = NULL;
  g_autofree char *phone = NULL;
  gboolean digits_only;

  if (warning != NULL)
    *warning = NULL;
  if (text == NULL || *text == '\0')
    {
      *key = g_strdup ("");
      return KAUNTA_QUERY_NOTHING;
    }

  match = kaunta_identifier_match_key (text);
  digits_only = *match != '\0' && strspn (text, "0123456789 -/.+()") == strlen (text);
  phone = kaunta_phone_normalise (text, NULL);

  if (recognise_receipt (text, key))
    return KAUNTA_QUERY_RECEIPT;
  if (phone != NULL && strlen (match) > 9)
    {
      *key = g_steal_pointer (&phone);
      return KAUNTA_QUERY_PHONE;
    }
  if (digits_only && strlen (match) == 12)
    return recognise_bill (g_steal_pointer (&match), key, warning);
  if (*match != '\0' && strcspn (text, "0123456789") < strlen (text))
    {
      *key = g_steal_pointer (&match);
      return KAUNTA_QUERY_IDENTIFIER;
    }

  *key = kaunta_text_fold (text);
  return **key != '\0' ? KAUNTA_QUERY_NAME : KAUNTA_QUERY_NOTHING;
}
