/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "typed.h"

#include <string.h>

#define TEN "aaaaaaaaaa"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

const char *const test_bad_texts[] = {
  HUNDRED HUNDRED HUNDRED,   /* too long */
  "\xff\xfe\x80\x01 pasted", /* no UTF-8 */
  "PK\x03\x04\x14 pasted",   /* control characters */
  "abc\u202edef",            /* turns what follows around */
  "\u2066x\u2069",
  NULL,
};

const char *const test_bad_numbers[] = {
  "9223372036854775808", /* 2^63 */
  "18446744073709551616",
  "1000000000000000000000000000000000000000000000000000000000000000000000000",
  "-1",
  "−5",
  "1e9",
  "1.5.2",
  "0x10",
  "ten",
  "\xd9\xa1\xd9\xa2\xd9\xa3", /* 123 in Arabic-Indic digits, written from the right */
  "\u202e100",
  "\xff\xfe",
  "12\x01",
  NULL,
};

void
test_assert_sentence (GError **error, GQuark domain)
{
  const char *message = NULL;

  g_assert_nonnull (*error);
  g_assert_cmpstr (g_quark_to_string ((*error)->domain), ==, g_quark_to_string (domain));
  message = (*error)->message;
  g_assert_true (g_utf8_validate (message, -1, NULL));
  if (!g_unichar_isupper (g_utf8_get_char (message)) || !g_str_has_suffix (message, "."))
    g_error ("no sentence: %s", message);
  g_clear_error (error);
}
