/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core-error.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* The last millisecond of the year 9999: what four digits of a year can tell. */
#define LAST_MS G_GINT64_CONSTANT (253402300799999)

/**
 * kaunta_time_format:
 * @ms: since the Unix epoch, UTC
 *
 * Returns: (transfer full): "2026-11-23T08:15:30.123Z"
 */
char *
kaunta_time_format (gint64 ms)
{
  g_autoptr (GDateTime) time = NULL;
  int year;
  int month;
  int day;

  g_return_val_if_fail (ms >= 0 && ms <= LAST_MS, NULL);

  time = g_date_time_new_from_unix_utc (ms / 1000);
  g_date_time_get_ymd (time, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day, g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time), (int) (ms % 1000));
}

static gboolean
has_shape (const char *text)
{
  static const char shape[] = "0000-00-00T00:00:00.000Z";

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return TRUE;
}

/**
 * kaunta_time_parse:
 * @ms: (out): since the Unix epoch, UTC
 *
 * Reads exactly what kaunta_time_format() writes. Fails with KAUNTA_CORE_ERROR_INVALID.
 */
gboolean
kaunta_time_parse (const char *text, gint64 *ms, GError **error)
{
  g_autoptr (GDateTime) time = NULL;

  if (text != NULL && has_shape (text))
    time = g_date_time_new_utc (atoi (text), atoi (text + 5), atoi (text + 8), atoi (text + 11), atoi (text + 14),
                                atoi (text + 17));
  if (time == NULL || g_date_time_to_unix (time) < 0)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID,
                           _("This is not a time, which looks like 2026-11-23T08:15:30.123Z."));
      return FALSE;
    }

  *ms = g_date_time_to_unix (time) * 1000 + atoi (text + 20);
  return TRUE;
}

static char *
display (gint64 ms, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (CLAMP (ms, 0, LAST_MS - 3 * HOUR_MS) / 1000 + 3 * 3600);

  return g_date_time_format (time, format);
}

/**
 * kaunta_time_display:
 * @ms: since the Unix epoch, UTC
 *
 * Returns: (transfer full): date and time in East Africa Time (UTC+3 all year), for people
 */
char *
kaunta_time_display (gint64 ms)
{
  /* Translators: a date with a time, as strftime() takes it: 23 Nov 2026, 11:15. Must be kept unless your language orders it otherwise. */
  return display (ms, _("%-d %b %Y, %H:%M"));
}

/**
 * kaunta_time_display_clock:
 * @ms: since the Unix epoch, UTC
 *
 * Returns: (transfer full): "11:15" in East Africa Time
 */
char *
kaunta_time_display_clock (gint64 ms)
{
  return display (ms, "%H:%M");
}

/**
 * kaunta_time_display_day:
 * @ms: since the Unix epoch, UTC
 *
 * Returns: (transfer full): "2026-11-23", the day in East Africa Time
 */
char *
kaunta_time_display_day (gint64 ms)
{
  return display (ms, "%Y-%m-%d");
}

/**
 * kaunta_time_display_age:
 * @ms: the moment, since the Unix epoch, UTC
 * @now_ms: the present, likewise
 *
 * Returns: (transfer full): how long ago it was, for people; "just now" also for moments that a moved clock puts into the future
 */
char *
kaunta_time_display_age (gint64 ms, gint64 now_ms)
{
  gint64 age = MAX (now_ms - ms, 0);
  gulong n;

  if (age < MINUTE_MS)
    return g_strdup (_("just now"));
  if (age < HOUR_MS)
    {
      n = (gulong) (age / MINUTE_MS);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu minute ago", "%lu minutes ago", n), n);
    }
  if (age < DAY_MS)
    {
      n = (gulong) (age / HOUR_MS);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu hour ago", "%lu hours ago", n), n);
    }
  n = (gulong) (age / DAY_MS);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu day ago", "%lu days ago", n), n);
}
