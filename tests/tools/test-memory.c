/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "running.h"
#include "temp-profile.h"

/* The verifier must take no more memory for a long journal than for a short one. What it once kept in memory (32 bytes an entry, or the whole
 * export) would be far more than the bound here. */

#define SHORT "4000"
#define LONG "24000"
#define BOUND_KB 512

static char *folder;

/* Runs `kauntactl verify` on @path. What it took at most, in KB. */
static long
measure (const char *path)
{
  struct rusage usage;
  int status = -1;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_assert_nonnull (freopen ("/dev/null", "w", stdout));
      execl (KAUNTACTL, KAUNTACTL, "verify", path, NULL);
      _exit (127);
    }

  g_assert_cmpint (wait4 (child, &status, 0, &usage), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return usage.ru_maxrss;
}

static char *
make_journal (const char *kind, const char *length)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", kind, length);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (run_program (NULL, NULL, LONG_JOURNAL_FILE, kind, length, path, NULL), ==, 0);
  return path;
}

static void
takes_no_more_memory_for_more_entries (gconstpointer kind)
{
  g_autofree char *small = make_journal (kind, SHORT);
  g_autofree char *large = make_journal (kind, LONG);
  long for_small = measure (small);
  long for_large = measure (large);

  g_test_message ("%s: %ld KB for " SHORT " entries, %ld KB for " LONG, (const char *) kind, for_small, for_large);
  g_assert_cmpint (for_large - for_small, <, BOUND_KB);
}

int
main (int argc, char **argv)
{
  static const char *const kinds[] = { "store", "export", "mirror" };
  int status = 0;

  g_test_init (&argc, &argv, NULL);

  /* AddressSanitizer keeps what was freed for a while: that grows. */
  g_setenv ("ASAN_OPTIONS", "quarantine_size_mb=0:thread_local_quarantine_size_kb=0:detect_leaks=0", TRUE);
  folder = test_temp_profile_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/memory/%s-takes-no-more-memory-for-more-entries", kinds[i]);

      g_test_add_data_func (path, kinds[i], takes_no_more_memory_for_more_entries);
    }

  status = g_test_run ();
  test_temp_profile_free (folder);
  return status;
}
