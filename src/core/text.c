/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core-error.h"

/* Marks that reorder what is displayed: with them a name could be made to show another (Unicode TR 36). */
static gboolean
reorders_text (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0x00b4 || c == 0x02b9 || c == 0x02bb || c == 0x02bc || c == 0x02bd
         || c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0xff07;
}

static gboolean
fail (KauntaCoreError code, const char *format, const char *field, GError **error)
{
  g_autofree char *message = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  message = g_strdup_printf (format, field);
#pragma GCC diagnostic pop
  g_set_error_literal (error, KAUNTA_CORE_ERROR, code, message);
  return FALSE;
}

/* Folds white space and refuses what can't be read on a screen. */
static gboolean
append_clean (GString *clean, const char *text, const char *field, GError **error)
{
  gboolean gap = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          gap = TRUE;
          continue;
        }
      if (reorders_text (c))
        return fail (KAUNTA_CORE_ERROR_INVALID,
                     _("%s has hidden marks that turn the writing around. Type it instead of pasting it."), field, error);
      if (g_unichar_iscntrl (c) || !g_unichar_isdefined (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE
          || c == 0xfffd)
        return fail (KAUNTA_CORE_ERROR_INVALID,
                     _("%s has signs that are not writing. Type it instead of pasting it."), field, error);
      if (gap && clean->len > 0)
        g_string_append_c (clean, ' ');
      gap = FALSE;
      g_string_append_unichar (clean, c);
    }

  return TRUE;
}

/**
 * kaunta_text_clean:
 * @text: (nullable): from outside
 * @field: translated name of the field, which begins the error's sentence
 * @max_chars: how many characters the field takes
 *
 * Makes a line of text fit to be kept: NFC, white space folded and trimmed.
 *
 * Returns: (transfer full): the text; NULL with KAUNTA_CORE_ERROR_EMPTY, TOO_LONG or INVALID
 */
char *
kaunta_text_clean (const char *text, const char *field, gsize max_chars, gboolean may_be_empty, GError **error)
{
  g_autofree char *composed = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);

  g_return_val_if_fail (field != NULL, NULL);

  /* A character is at most four bytes, and marks that compose away are few: what is far longer need not be looked at. */
  if (text != NULL && strnlen (text, max_chars * 16 + 1) > max_chars * 16)
    {
      fail (KAUNTA_CORE_ERROR_TOO_LONG, _("%s is too long."), field, error);
      return NULL;
    }

  composed = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_NFC);
  if (composed == NULL)
    {
      fail (KAUNTA_CORE_ERROR_INVALID, _("%s is not readable text. Type it instead of pasting it."), field, error);
      return NULL;
    }
  if (!append_clean (clean, composed, field, error))
    return NULL;
  if (clean->len == 0 && !may_be_empty)
    {
      fail (KAUNTA_CORE_ERROR_EMPTY, _("%s is missing."), field, error);
      return NULL;
    }
  if ((gsize) g_utf8_strlen (clean->str, -1) > max_chars)
    {
      fail (KAUNTA_CORE_ERROR_TOO_LONG, _("%s is too long."), field, error);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* Apart from its marks, and without case. Most names are ASCII, which has no marks. */
static char *
fold_case (const char *text)
{
  g_autofree char *apart = NULL;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  return g_utf8_casefold (apart != NULL ? apart : "", -1);
}

/**
 * kaunta_text_fold:
 * @text: valid UTF-8
 *
 * What names are matched by: no marks, no case, no apostrophes, and one space for anything between letters and digits.
 * "Ng’ang'a  Wanjikũ" gives "nganga wanjiku".
 *
 * Returns: (transfer full):
 */
char *
kaunta_text_fold (const char *text)
{
  g_autofree char *folded = NULL;
  GString *key = NULL;
  gboolean gap = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  folded = fold_case (text);
  key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_apostrophe (c) || g_unichar_ismark (c))
        continue;
      if (!g_unichar_isalnum (c))
        {
          gap = TRUE;
          continue;
        }
      if (gap && key->len > 0)
        g_string_append_c (key, ' ');
      gap = FALSE;
      g_string_append_unichar (key, c);
    }

  return g_string_free (key, FALSE);
}
