/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core-error.h"

#define DEVICE_DIGITS 5
#define BILL_SERIAL_DIGITS 6
#define BILL_DIGITS (DEVICE_DIGITS + BILL_SERIAL_DIGITS + 1)

/* H. Michael Damm, "Total anti-symmetrische Quasigruppen", dissertation, Marburg 2004. */
static const guint8 damm[10][10] = {
  { 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
  { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 }, { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
  { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
  { 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
  { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 }, { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

static gboolean
has_digits (const char *text, gsize count)
{
  return strspn (text, "0123456789") >= count;
}

static gint64
read_digits (const char *text, gsize count)
{
  gint64 value = 0;

  for (gsize i = 0; i < count; i++)
    value = value * 10 + (text[i] - '0');
  return value;
}

/**
 * kaunta_device_is_valid:
 *
 * Whether @device is a device number: five digits.
 */
gboolean
kaunta_device_is_valid (const char *device)
{
  return device != NULL && strlen (device) == DEVICE_DIGITS && has_digits (device, DEVICE_DIGITS);
}

/**
 * kaunta_damm_digit:
 * @digits: decimal digits only
 *
 * Returns: the check digit, 0 to 9; over digits that end with their own check digit it is 0
 */
int
kaunta_damm_digit (const char *digits)
{
  guint8 interim = 0;

  for (; *digits != '\0'; digits++)
    {
      g_return_val_if_fail (g_ascii_isdigit (*digits), 0);
      interim = damm[interim][*digits - '0'];
    }
  return interim;
}

static gboolean
check_serial (gint64 serial, gint64 max, GError **error)
{
  if (serial >= 1 && serial <= max)
    return TRUE;

  g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE,
                       _("This counter has used up its numbers. Ask the county to enrol it under a new one."));
  return FALSE;
}

/**
 * kaunta_bill_number_format:
 * @serial: from 1
 *
 * Returns: (transfer full): twelve digits, or NULL with KAUNTA_CORE_ERROR_RANGE past KAUNTA_SERIAL_MAX
 */
char *
kaunta_bill_number_format (const char *device, gint64 serial, GError **error)
{
  g_autofree char *digits = NULL;

  g_return_val_if_fail (kaunta_device_is_valid (device), NULL);

  if (!check_serial (serial, KAUNTA_SERIAL_MAX, error))
    return NULL;

  digits = g_strdup_printf ("%s%06" G_GINT64_FORMAT, device, serial);
  return g_strdup_printf ("%s%d", digits, kaunta_damm_digit (digits));
}

/**
 * kaunta_bill_number_parse:
 * @device: (out) (optional) (transfer full): the device that gave it
 * @serial: (out) (optional): its place in that device's series
 *
 * Reads twelve digits without groups. Fails with KAUNTA_CORE_ERROR_INVALID, in words, on a mistyped one.
 */
gboolean
kaunta_bill_number_parse (const char *number, char **device, gint64 *serial, GError **error)
{
  if (number == NULL || strlen (number) != BILL_DIGITS || !has_digits (number, BILL_DIGITS)
      || read_digits (number + DEVICE_DIGITS, BILL_SERIAL_DIGITS) == 0)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                           _("This is not a bill number, which has twelve digits."));
      return FALSE;
    }
  if (kaunta_damm_digit (number) != 0)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                           _("The bill number is mistyped: its last digit does not fit the others."));
      return FALSE;
    }

  if (device != NULL)
    *device = g_strndup (number, DEVICE_DIGITS);
  if (serial != NULL)
    *serial = read_digits (number + DEVICE_DIGITS, BILL_SERIAL_DIGITS);
  return TRUE;
}

/**
 * kaunta_bill_number_display:
 *
 * Returns: (transfer full): in groups of four, "0042 1000 0017"
 */
char *
kaunta_bill_number_display (const char *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  if (strlen (number) != BILL_DIGITS)
    return g_strdup (number);
  return g_strdup_printf ("%.4s %.4s %.4s", number, number + 4, number + 8);
}

static gboolean
parse_hyphenated (const char *text, gsize serial_digits, char **device, gint64 *serial)
{
  if (text == NULL || strlen (text) != DEVICE_DIGITS + 1 + serial_digits || !has_digits (text, DEVICE_DIGITS)
      || text[DEVICE_DIGITS] != '-' || !has_digits (text + DEVICE_DIGITS + 1, serial_digits)
      || read_digits (text + DEVICE_DIGITS + 1, serial_digits) == 0)
    return FALSE;

  if (device != NULL)
    *device = g_strndup (text, DEVICE_DIGITS);
  if (serial != NULL)
    *serial = read_digits (text + DEVICE_DIGITS + 1, serial_digits);
  return TRUE;
}

/**
 * kaunta_receipt_number_format:
 * @serial: from 1
 *
 * Returns: (transfer full): "00421-000173", or NULL with KAUNTA_CORE_ERROR_RANGE
 */
char *
kaunta_receipt_number_format (const char *device, gint64 serial, GError **error)
{
  g_return_val_if_fail (kaunta_device_is_valid (device), NULL);

  if (!check_serial (serial, KAUNTA_SERIAL_MAX, error))
    return NULL;
  return g_strdup_printf ("%s-%06" G_GINT64_FORMAT, device, serial);
}

/**
 * kaunta_receipt_number_parse:
 * @device: (out) (optional) (transfer full):
 * @serial: (out) (optional):
 *
 * Reads "00421-000173". Fails with KAUNTA_CORE_ERROR_INVALID.
 */
gboolean
kaunta_receipt_number_parse (const char *number, char **device, gint64 *serial, GError **error)
{
  if (parse_hyphenated (number, 6, device, serial))
    return TRUE;

  g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                       _("This is not a receipt number, which looks like 00421-000173."));
  return FALSE;
}

/**
 * kaunta_till_session_format:
 * @serial: from 1
 *
 * Returns: (transfer full): "00421-0007", or NULL with KAUNTA_CORE_ERROR_RANGE
 */
char *
kaunta_till_session_format (const char *device, gint64 serial, GError **error)
{
  g_return_val_if_fail (kaunta_device_is_valid (device), NULL);

  if (!check_serial (serial, KAUNTA_TILL_SERIAL_MAX, error))
    return NULL;
  return g_strdup_printf ("%s-%04" G_GINT64_FORMAT, device, serial);
}

/**
 * kaunta_till_session_parse:
 * @device: (out) (optional) (transfer full):
 * @serial: (out) (optional):
 *
 * Reads "00421-0007". Fails with KAUNTA_CORE_ERROR_INVALID.
 */
gboolean
kaunta_till_session_parse (const char *session, char **device, gint64 *serial, GError **error)
{
  if (parse_hyphenated (session, 4, device, serial))
    return TRUE;

  g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                       _("This is not a till session, which looks like 00421-0007."));
  return FALSE;
}
