/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <glib/gi18n-lib.h>

#include "tender.h"

static void
test_switches_there_and_back_while_running (void)
{
  kaunta_language_use ("en");
  g_assert_cmpstr (kaunta_language_get (), ==, "en");
  g_assert_cmpstr (_("Sign In"), ==, "Sign In");
  kaunta_language_use ("sw");
  g_assert_cmpstr (kaunta_language_get (), ==, "sw");
  g_assert_cmpstr (_("Sign In"), ==, "Ingia");
  kaunta_language_use ("en");
  g_assert_cmpstr (_("Sign In"), ==, "Sign In");
}

static void
test_counts_in_the_language (void)
{
  kaunta_language_use ("sw");
  g_assert_cmpstr (g_dngettext (GETTEXT_PACKAGE, "%lu day ago", "%lu days ago", 1), ==, "siku %lu iliyopita");
  g_assert_cmpstr (g_dngettext (GETTEXT_PACKAGE, "%lu day ago", "%lu days ago", 3), ==,
                   "siku %lu zilizopita");
}

static void
test_reaches_the_words_of_other_libraries (void)
{
  kaunta_language_use ("sw");
  g_assert_cmpstr (kaunta_tender_to_label (KAUNTA_TENDER_CASH), ==, "Pesa taslimu");
  kaunta_language_use ("en");
  g_assert_cmpstr (kaunta_tender_to_label (KAUNTA_TENDER_CASH), ==, "Cash");
}

static void
test_empty_is_the_machines_language (void)
{
  kaunta_language_use ("sw");
  kaunta_language_use ("");
  g_assert_cmpstr (kaunta_language_get (), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* The locale in which the C library heeds no LANGUAGE: the machine of a counter may well be set so. */
  g_setenv ("LC_ALL", "C", TRUE);
  kaunta_language_init ();
  g_test_add_func ("/language/switches-there-and-back-while-running",
                   test_switches_there_and_back_while_running);
  g_test_add_func ("/language/counts-in-the-language", test_counts_in_the_language);
  g_test_add_func ("/language/reaches-the-words-of-other-libraries",
                   test_reaches_the_words_of_other_libraries);
  g_test_add_func ("/language/empty-is-the-machines-language", test_empty_is_the_machines_language);
  return g_test_run ();
}
