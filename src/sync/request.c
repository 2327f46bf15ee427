/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include "client.h"
#include "packing.h"

/* Below this a packed body is hardly smaller. */
#define WORTH_PACKING_BYTES 1024
/* A portal that says "in a year" must not silence a counter. */
#define MAX_RETRY_AFTER_S 3600

SoupMessage *
kaunta_request_new (const char *method, const char *base, const char *path, const char *token, gboolean again)
{
  g_autofree char *url = g_strconcat (base, path, NULL);
  SoupMessage *message = soup_message_new (method, url);
  SoupMessageHeaders *headers = NULL;

  g_return_val_if_fail (message != NULL, NULL);

  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (again)
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  return message;
}

void
kaunta_request_set_body (SoupMessage *message, GBytes *json)
{
  g_autoptr (GBytes) packed = NULL;

  if (g_bytes_get_size (json) >= WORTH_PACKING_BYTES)
    {
      packed = kaunta_pack (json);
      soup_message_headers_replace (soup_message_get_request_headers (message), "Content-Encoding", "gzip");
    }
  soup_message_set_request_body_from_bytes (message, "application/json", packed != NULL ? packed : json);
}

GError *
kaunta_request_explain_status (SoupMessage *message, GBytes *body, KauntaProblem *problem)
{
  int status = soup_message_get_status (message);

  if (kaunta_problem_decode (body, status, problem, NULL))
    return g_error_new (KAUNTA_WIRE_ERROR, problem->code, "%s: %s", kaunta_wire_error_to_nick (problem->code),
                        problem->detail != NULL ? problem->detail : "no details");
  if (status == SOUP_STATUS_REQUEST_TIMEOUT || status == kaunta_wire_error_to_status (KAUNTA_WIRE_ERROR_BUSY) || status >= 500)
    return g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_SERVER, "status %d", status);
  return g_error_new (KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_NONSENSE, "status %d without a problem object", status);
}

gint64
kaunta_request_get_retry_after (SoupMessage *message, gint64 now_ms)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
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
