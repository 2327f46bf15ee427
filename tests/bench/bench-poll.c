/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "desk.h"

/* usage: bench-poll PROFILE
 *
 * A counter that has nothing to send and knows what there is to know. Says "ready", and then, for each line on standard input, asks the portal
 * once whether there is news, and says "asked". */

static void
wait_for_answer (KauntaDesk *desk, gint64 heard_before)
{
  while (kaunta_desk_get_link (desk)->kind != KAUNTA_LINK_ONLINE || kaunta_desk_get_link (desk)->heard_at <= heard_before)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (argv[1], clock, &error);
  char line[16];

  if (desk == NULL)
    g_error ("%s", error->message);

  while (kaunta_desk_get_staff_known_at (desk) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_answer (desk, 0);
  puts ("ready");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      gint64 heard_before = kaunta_desk_get_link (desk)->heard_at;

      kaunta_desk_send_now (desk);
      wait_for_answer (desk, heard_before);
      puts ("asked");
      fflush (stdout);
    }
  kaunta_desk_close (desk);
  return EXIT_SUCCESS;
}
