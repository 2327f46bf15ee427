/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core-error.h"

static gboolean
set_result (gboolean overflowed, gint64 value, gint64 *result, GError **error)
{
  if (overflowed || value > KAUNTA_CENTS_MAX || value < -KAUNTA_CENTS_MAX)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE,
                           _("The amount is too large to be kept exactly."));
      return FALSE;
    }

  *result = value;
  return TRUE;
}

/**
 * kaunta_cents_add:
 * @sum: (out): cents
 *
 * Adds two amounts in cents. Fails with KAUNTA_CORE_ERROR_RANGE beyond KAUNTA_CENTS_MAX.
 */
gboolean
kaunta_cents_add (gint64 a, gint64 b, gint64 *sum, GError **error)
{
  gint64 value = 0;
  gboolean overflowed = __builtin_add_overflow (a, b, &value);

  return set_result (overflowed, value, sum, error);
}

/**
 * kaunta_cents_subtract:
 * @difference: (out): cents
 *
 * Takes @b from @a, both in cents. Fails with KAUNTA_CORE_ERROR_RANGE beyond KAUNTA_CENTS_MAX.
 */
gboolean
kaunta_cents_subtract (gint64 a, gint64 b, gint64 *difference, GError **error)
{
  gint64 value = 0;
  gboolean overflowed = __builtin_sub_overflow (a, b, &value);

  return set_result (overflowed, value, difference, error);
}

/**
 * kaunta_cents_multiply:
 * @product: (out): cents
 *
 * The price of @quantity units at @unit cents. Fails with KAUNTA_CORE_ERROR_RANGE beyond KAUNTA_CENTS_MAX.
 */
gboolean
kaunta_cents_multiply (gint64 unit, gint64 quantity, gint64 *product, GError **error)
{
  gint64 value = 0;
  gboolean overflowed = __builtin_mul_overflow (unit, quantity, &value);

  return set_result (overflowed, value, product, error);
}

static gboolean
fail_to_read (GError **error)
{
  g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                       _("This is not an amount. Type shillings, for example 1250 or 1250.50."));
  return FALSE;
}

/* Leaves digits and at most one point in @plain; FALSE when anything else was typed. */
static gboolean
strip_decoration (const char *typed, char *plain, gsize size)
{
  gsize length = 0;

  if (g_ascii_strncasecmp (typed, "KES", 3) == 0)
    typed += 3;
  else if (g_ascii_strncasecmp (typed, "KSH", 3) == 0)
    typed += 3;
  if (g_str_has_prefix (typed, "."))
    typed++;

  for (; *typed != '\0' && !g_str_equal (typed, "/=") && !g_str_equal (typed, "/-"); typed++)
    {
      if (*typed == ',' || *typed == ' ' || *typed == '\'')
        continue;
      if (!g_ascii_isdigit (*typed) && *typed != '.')
        return FALSE;
      if (length + 1 >= size)
        return FALSE;
      plain[length++] = *typed;
    }

  plain[length] = '\0';
  return TRUE;
}

static gboolean
read_cents (const char *fraction, gint64 *cents)
{
  gsize length = strspn (fraction, "0123456789");

  if (fraction[length] != '\0' || length == 0 || length > 2)
    return FALSE;

  *cents = (fraction[0] - '0') * 10 + (length == 2 ? fraction[1] - '0' : 0);
  return TRUE;
}

/**
 * kaunta_cents_parse:
 * @text: shillings as people type them: "1,250", "1250.50", "KES 1 250/="
 * @cents: (out): never negative
 *
 * Reads an amount. Fails with KAUNTA_CORE_ERROR_EMPTY, INVALID or RANGE, in words for the field.
 */
gboolean
kaunta_cents_parse (const char *text, gint64 *cents, GError **error)
{
  g_autofree char *typed = NULL;
  char plain[32] = "";
  char *point = NULL;
  gint64 fraction = 0;
  guint64 shillings = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL) || strlen (text) > 64)
    return fail_to_read (error);

  typed = g_strstrip (g_strdup (text));
  if (*typed == '\0')
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_EMPTY, _("Type an amount."));
      return FALSE;
    }
  if (*typed == '-')
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                           _("An amount can’t be negative."));
      return FALSE;
    }
  if (!strip_decoration (typed, plain, sizeof plain))
    return fail_to_read (error);

  point = strchr (plain, '.');
  if (point != NULL)
    {
      *point = '\0';
      if (!read_cents (point + 1, &fraction))
        return fail_to_read (error);
    }
  if (*plain == '\0')
    return fail_to_read (error);
  if (!g_ascii_string_to_unsigned (plain, 10, 0, KAUNTA_CENTS_MAX / 100 - 1, &shillings, NULL))
    return set_result (TRUE, 0, cents, error);

  *cents = (gint64) shillings * 100 + fraction;
  return TRUE;
}

static char *
group_thousands (guint64 shillings)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, shillings);
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }

  return g_string_free (grouped, FALSE);
}

/**
 * kaunta_cents_format:
 *
 * Returns: (transfer full): "1,250.50", with a minus sign before a negative amount
 */
char *
kaunta_cents_format (gint64 cents)
{
  guint64 size = cents < 0 ? 0 - (guint64) cents : (guint64) cents;
  g_autofree char *shillings = group_thousands (size / 100);

  return g_strdup_printf ("%s%s.%02u", cents < 0 ? "−" : "", shillings, (guint) (size % 100));
}

/**
 * kaunta_cents_format_short:
 *
 * Returns: (transfer full): as kaunta_cents_format(), but "1,250" when there are no cents
 */
char *
kaunta_cents_format_short (gint64 cents)
{
  char *text = kaunta_cents_format (cents);

  if (cents % 100 == 0)
    text[strlen (text) - 3] = '\0';
  return text;
}
