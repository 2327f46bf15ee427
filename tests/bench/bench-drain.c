/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "desk.h"

/* usage: bench-drain PROFILE
 *
 * Opens a counter as its window does and waits until the portal has acknowledged everything; prints how many entries it holds then, and
 * the seconds from the opened counter to the last acknowledgement on its disk. */

int
main (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (argv[1], clock, &error);
  gint64 start = g_get_monotonic_time ();

  if (desk == NULL)
    g_error ("%s", error->message);

  while (kaunta_desk_get_link (desk)->kind != KAUNTA_LINK_ONLINE || kaunta_desk_get_link (desk)->waiting > 0)
    g_main_context_iteration (NULL, TRUE);

  g_print ("{\"entries\": %" G_GINT64_FORMAT ", \"seconds\": %.6f}\n", kaunta_desk_get_link (desk)->acknowledged,
           (g_get_monotonic_time () - start) / 1e6);
  kaunta_desk_close (desk);
  return EXIT_SUCCESS;
}
