/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include "carry.h"
#include "carrying.h"
#include "http.h"

static void
delivered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* (transfer full) (nullable) */
static GBytes *
read_file (const char *path, KauntaCarry *carry, GError **error)
{
  g_autoptr (GBytes) file = kaunta_carry_file_read (path, NULL, error);

  if (file == NULL || !kaunta_carry_open (carry, file, error))
    {
      g_prefix_error (error, "“%s” can’t be delivered; nothing was sent. If it is a counter’s carry file, save it again there: ", path);
      return NULL;
    }
  return g_steal_pointer (&file);
}

/* (transfer full) (nullable) */
static GBytes *
deliver (GBytes *file, GError **error)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GAsyncResult) result = NULL;

  kaunta_carry_deliver_async (file, kaunta_http_make, NULL, clock, NULL, delivered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return kaunta_carry_deliver_finish (result, error);
}

static int
tell (const KauntaCarryHeader *asked, GBytes *answer, const char *path)
{
  g_auto (KauntaCarryAnswer) read = { 0 };

  if (!kaunta_carry_answer_open (&read, answer, asked->portal_key, NULL))
    g_assert_not_reached ();

  g_print ("delivered: device %s, %" G_GINT64_FORMAT " entries from %" G_GINT64_FORMAT "\n", asked->device, asked->entries, asked->first);
  if (read.header.acknowledged)
    g_print ("acknowledged: up to entry %" G_GINT64_FORMAT "\n", read.header.ack.seq);
  if (read.header.refused)
    g_print ("refused: %s%s%s\n", kaunta_wire_error_to_nick (read.header.problem.code), read.header.problem.detail != NULL ? ": " : "",
             read.header.problem.detail != NULL ? read.header.problem.detail : "");
  g_print ("answer: %s (take it back to the counter)\n", path);
  return read.header.refused ? KAUNTA_EXIT_BAD : KAUNTA_EXIT_GOOD;
}

/* @answer_path: NULL: beside the file. */
static int
carry_file (const char *path, const char *answer_path)
{
  g_autofree char *beside = g_strconcat (path, ".answer", NULL);
  g_auto (KauntaCarry) carry = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = read_file (path, &carry, &error);
  g_autoptr (GBytes) answer = NULL;

  if (file == NULL)
    return kaunta_command_fail (error);
  answer = deliver (file, &error);
  if (answer == NULL)
    return kaunta_command_fail (error);
  if (answer_path == NULL)
    answer_path = beside;
  if (!kaunta_carry_file_write (answer_path, answer, &error))
    return kaunta_command_fail (error);
  return tell (&carry.header, answer, answer_path);
}

int
kaunta_command_carry (int argc, char **argv)
{
  if (!kaunta_command_parse (&argc, &argv, NULL, argc > 2 ? 2 : 1))
    return KAUNTA_EXIT_USAGE;

  return carry_file (argv[1], argc > 2 ? argv[2] : NULL);
}
