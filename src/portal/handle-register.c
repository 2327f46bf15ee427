/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include <string.h>

/* Whether a list of tags has @tag, or is "*" (RFC 9110, section 13.1). */
static gboolean
has_tag (const char *list, const char *tag)
{
  GSList *tags = soup_header_parse_list (list);
  gboolean has = g_slist_find_custom (tags, tag, (GCompareFunc) strcmp) != NULL
                 || g_slist_find_custom (tags, "*", (GCompareFunc) strcmp) != NULL;

  soup_header_free_list (tags);
  return has;
}

/* The one range that is asked for, if its condition holds: a part of a changed snapshot must not be put behind a part of
 * the old one. Several ranges are answered with the whole, which RFC 9110, section 14.2, allows. */
static gboolean
read_range (SoupMessageHeaders *headers, const char *tag, gsize total, SoupRange *range)
{
  const char *condition = soup_message_headers_get_one (headers, "If-Range");
  SoupRange *ranges = NULL;
  int count = 0;
  gboolean one = FALSE;

  if (condition != NULL && strcmp (condition, tag) != 0)
    return FALSE;
  if (!soup_message_headers_get_ranges (headers, 0, &ranges, &count))
    return FALSE;

  one = count == 1;
  if (one)
    {
      *range = ranges[0];
      if (range->start < 0)
        range->start = MAX ((goffset) total + range->start, 0);
      if (range->end < 0 || range->end >= (goffset) total)
        range->end = (goffset) total - 1;
    }
  soup_message_headers_free_ranges (headers, ranges);
  return one;
}

static void
answer_range (const KauntaPortalCall *call, GBytes *bytes, const SoupRange *range)
{
  SoupMessageHeaders *headers = call->answer->headers;
  gsize total = g_bytes_get_size (bytes);

  if (range->start >= (goffset) total || range->end < range->start)
    {
      g_autofree char *whole = g_strdup_printf ("bytes */%" G_GSIZE_FORMAT, total);

      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE,
                            "The snapshot ends before this range.", 0);
      soup_message_headers_replace (headers, "Content-Range", whole);
      return;
    }

  call->answer->status = SOUP_STATUS_PARTIAL_CONTENT;
  call->answer->body = g_bytes_new_from_bytes (bytes, range->start, range->end - range->start + 1);
  soup_message_headers_set_content_range (headers, range->start, range->end, total);
}

static void
answer_whole (const KauntaPortalCall *call, GBytes *bytes)
{
  call->answer->status = SOUP_STATUS_OK;
  call->answer->body = g_bytes_ref (bytes);
}

static void
answer_snapshot (const KauntaPortalCall *call, const KauntaPortalSnapshot *snapshot)
{
  SoupMessageHeaders *asked = call->request->headers;
  SoupMessageHeaders *headers = call->answer->headers;
  const char *match = soup_message_headers_get_list (asked, "If-Match");
  const char *none_match = soup_message_headers_get_list (asked, "If-None-Match");
  SoupRange range = { 0 };

  soup_message_headers_replace (headers, "ETag", snapshot->tag);
  if (match != NULL && !has_tag (match, snapshot->tag))
    {
      kaunta_portal_refuse (call->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_PRECONDITION_FAILED,
                            "The register has changed.", 0);
      return;
    }
  if (none_match != NULL && has_tag (none_match, snapshot->tag))
    {
      call->answer->status = SOUP_STATUS_NOT_MODIFIED;
      return;
    }

  soup_message_headers_set_content_type (headers, "application/gzip", NULL);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  if (read_range (asked, snapshot->tag, g_bytes_get_size (snapshot->bytes), &range))
    answer_range (call, snapshot->bytes, &range);
  else
    answer_whole (call, snapshot->bytes);
}

void
kaunta_portal_handle_register (const KauntaPortalCall *call)
{
  g_auto (KauntaPortalSnapshot) snapshot = { 0 };
  g_autoptr (GError) error = NULL;

  if (kaunta_portal_storage_get_snapshot (call->storage, &snapshot, &error))
    answer_snapshot (call, &snapshot);
  else
    kaunta_portal_call_refuse (call, error, 0);
}
