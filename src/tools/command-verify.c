/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"
#include "commands.h"
#include "json.h"
#include "money.h"
#include "verifier.h"

static gboolean
verify_file (const char *path, const char *key, KauntaVerifierSummary *summary, gint64 *place, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return FALSE;

  bytes = g_mapped_file_get_bytes (file);
  return kaunta_verify_export (bytes, key, summary, place, error);
}

static void
print_summary (const KauntaVerifierSummary *summary)
{
  g_autofree char *turnover = kaunta_cents_format (summary->turnover);

  if (summary->entries == 0)
    {
      g_print ("good: no entries\n");
      return;
    }

  g_autofree char *first = kaunta_time_format (summary->first_at);
  g_autofree char *last = kaunta_time_format (summary->last_at);

  g_print ("good: %" G_GINT64_FORMAT " entries of device %s, epoch %" G_GINT64_FORMAT "\n", summary->entries, summary->device,
           summary->epoch);
  g_print ("from %s to %s\n", first, last);
  g_print ("bills %" G_GINT64_FORMAT ", payments %" G_GINT64_FORMAT ", reversals %" G_GINT64_FORMAT
           ", tills closed %" G_GINT64_FORMAT ", turnover KES %s\n",
           summary->bills, summary->payments, summary->reversals, summary->tills_closed, turnover);
  g_print ("head %s\n", summary->head);
}

static gboolean
is_public_key (const char *text)
{
  guint8 bytes[KAUNTA_PUBLIC_KEY_BYTES];

  return kaunta_base64url_decode (text, bytes, sizeof bytes, NULL);
}

int
kaunta_command_verify (int argc, char **argv)
{
  g_autofree char *key = NULL;
  const GOptionEntry options[] = {
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  KauntaVerifierSummary summary = { 0 };
  gint64 place = 0;
  g_autoptr (GError) error = NULL;

  if (!kaunta_command_parse (&argc, &argv, options, 1))
    return KAUNTA_EXIT_USAGE;
  if (key != NULL && !is_public_key (key))
    {
      g_printerr ("kauntactl verify: the key is no public key: it has 43 characters of base64url\n");
      return KAUNTA_EXIT_USAGE;
    }

  if (verify_file (argv[1], key, &summary, &place, &error))
    {
      print_summary (&summary);
      return KAUNTA_EXIT_GOOD;
    }
  if (place == 0)
    return kaunta_command_fail (error);

  g_print ("entry %" G_GINT64_FORMAT ": %s\n", place, error->message);
  return KAUNTA_EXIT_BAD;
}
