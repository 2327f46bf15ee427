/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "language.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

/* The C library keeps translations it has looked up until this number changes (GNU gettext manual,
 * "Being a gettext grok"). */
extern int _nl_msg_cat_cntr;

const char *const kaunta_languages[] = { "en", "sw", NULL };

/* LANGUAGE as it was when the program started; "" when it was not set. (owned) */
static char *machine_language = NULL;

static const char *
find_locale_dir (void)
{
  const char *uninstalled = g_getenv ("KAUNTA_LOCALEDIR");

  return uninstalled != NULL ? uninstalled : KAUNTA_LOCALEDIR;
}

void
kaunta_language_init (void)
{
  const char *messages = NULL;

  setlocale (LC_ALL, "");
  messages = setlocale (LC_MESSAGES, NULL);
  /* LANGUAGE counts for nothing in the locale "C". C.UTF-8 is everywhere, a Swahili locale is not. */
  if (g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");
  gtk_disable_setlocale ();

  /* Set from the start, so that kaunta_language_use() never makes the environment grow while other
   * threads read it. */
  machine_language = g_strdup (g_getenv ("LANGUAGE"));
  if (machine_language == NULL)
    machine_language = g_strdup ("");
  g_setenv ("LANGUAGE", machine_language, TRUE);

  /* No textdomain(): GLib would decide once, at the first message, whether this program is translated at
   * all, and English has no catalogue. Every message of Kaunta's names its domain. */
  bindtextdomain (GETTEXT_PACKAGE, find_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

void
kaunta_language_use (const char *language)
{
  g_return_if_fail (language != NULL);
  g_return_if_fail (machine_language != NULL);

  g_setenv ("LANGUAGE", *language != '\0' ? language : machine_language, TRUE);
  _nl_msg_cat_cntr++;
}

const char *
kaunta_language_get (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    for (guint k = 0; kaunta_languages[k] != NULL; k++)
      if (g_str_has_prefix (names[i], kaunta_languages[k]))
        return kaunta_languages[k];
  return kaunta_languages[0];
}
