/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <libsoup/soup.h>

#include "client.h"
#include "packing.h"

/* Below this a packed body is hardly smaller. */
#define WORTH_PACKING_BYTES 1024
/* A portal that says "in a year" must not silence a counter. */
#define MAX_RETRY_AFTER_S 3600

KauntaRequest *
kaunta_request_begin (const char *method, const char *path, const char *token)
{
  KauntaRequest *request = kaunta_request_new (method, path);

  soup_message_headers_replace (request->headers, "Accept-Encoding", "gzip");
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (request->headers, "Authorization", bearer);
    }
  return request;
}

static void
set_body (KauntaRequest *request, const char *type, GBytes *body)
{
  soup_message_headers_replace (request->headers, "Content-Type", type);
  if (g_bytes_get_size (body) >= WORTH_PACKING_BYTES)
    {
      request->body = kaunta_pack_zstd (body);
      soup_message_headers_replace (request->headers, "Content-Encoding", "zstd");
    }
  else
    request->body = g_bytes_ref (body);
}

void
kaunta_request_set_body (KauntaRequest *request, GBytes *json)
{
  set_body (request, "application/json", json);
}

void
kaunta_request_set_body_as (KauntaRequest *request, const char *type, GBytes *body)
{
  set_body (request, type, body);
  soup_message_headers_replace (request->headers, "Accept", type);
}

GError *
kaunta_request_explain_status (guint status, GBytes *body, KauntaProblem *problem)
{
  if (kaunta_problem_decode (body, status, problem, NULL))
    return g_error_new (KAUNTA_WIRE_ERROR, problem->code, "%s: %s", kaunta_wire_error_to_nick (problem->code),
                        problem->detail != NULL ? problem->detail : "no details");
  if (status == SOUP_STATUS_REQUEST_TIMEOUT || status == (guint) kaunta_wire_error_to_status (KAUNTA_WIRE_ERROR_BUSY) || status >= 500)
    return g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_SERVER, "status %u", status);
  return g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "status %u without a problem object", status);
}

gint64
kaunta_request_get_retry_after (SoupMessageHeaders *headers, gint64 now_ms)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds = 0;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &seconds, NULL))
    return (gint64) MIN (seconds, MAX_RETRY_AFTER_S) * 1000;
  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return 0;
  return CLAMP (g_date_time_to_unix (date) * 1000 - now_ms, 0, MAX_RETRY_AFTER_S * 1000);
}
