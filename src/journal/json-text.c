/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-text.h"

#include <string.h>
#include "json.h"

/* A character's first UTF-16 code unit. */
static gunichar
get_first_unit (gunichar character)
{
  return character < 0x10000 ? character : 0xd800 + ((character - 0x10000) >> 10);
}

static gboolean
is_within_character (const char *at)
{
  return ((guchar) *at & 0xc0) == 0x80;
}

/* From the first byte on that differs, which may be within a character. UTF-8's order differs from UTF-16's
 * where one name has a character beyond U+FFFF and the other one from U+E000 to U+FFFF. */
static int
compare_characters (const char *left, const char *right)
{
  gunichar l;
  gunichar r;

  while (is_within_character (left) || is_within_character (right))
    {
      left--;
      right--;
    }

  l = g_utf8_get_char (left);
  r = g_utf8_get_char (right);
  if (get_first_unit (l) != get_first_unit (r))
    return get_first_unit (l) < get_first_unit (r) ? -1 : 1;
  return l < r ? -1 : 1;
}

int
kaunta_json_compare_names (const char *left, const char *right)
{
  while (*left != '\0' && *left == *right)
    {
      left++;
      right++;
    }

  if (((guchar) *left | (guchar) *right) < 0x80)
    return (guchar) *left - (guchar) *right;
  return compare_characters (left, right);
}

gboolean
kaunta_json_check_text (const char *text, GError **error)
{
  g_autofree char *normal = NULL;

  if (g_str_is_ascii (text))
    return TRUE;

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (normal != NULL && strcmp (text, normal) == 0)
    return TRUE;

  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
                       normal == NULL ? "a text that is no UTF-8" : "a text that is not in Unicode's form NFC");
  return FALSE;
}
