/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include "coding.h"
#include "text.h"

/* Below this, packing costs more than it saves. */
#define MIN_PACKED_BYTES 1024
#define MAX_DETAIL 500

static void
set_body (SoupServerMessage *message, const char *type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_message_headers_set_content_type (headers, type, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_body_append_bytes (body, bytes);
  soup_message_body_complete (body);
}

void
kaunta_portal_call_answer (const KauntaPortalCall *self, GBytes *json)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (self->message);
  const KauntaPortalCoding *coding = NULL;
  g_autoptr (GBytes) bytes = json;

  soup_server_message_set_status (self->message, SOUP_STATUS_OK, NULL);
  soup_message_headers_append (headers, "Vary", "Accept-Encoding");
  if (g_bytes_get_size (bytes) >= MIN_PACKED_BYTES)
    coding = kaunta_portal_coding_choose (soup_message_headers_get_list (asked, "Accept-Encoding"));
  if (coding != NULL)
    {
      GBytes *packed = coding->pack (bytes);

      g_bytes_unref (bytes);
      bytes = packed;
      soup_message_headers_replace (headers, "Content-Encoding", coding->name);
    }
  set_body (self->message, "application/json", bytes);
}

/* What was said about a request may quote it. (transfer full) (nullable) */
static char *
clean_detail (const char *detail)
{
  g_autofree char *valid = detail != NULL ? g_utf8_make_valid (detail, -1) : NULL;
  g_autofree char *cut = valid != NULL ? g_utf8_substring (valid, 0, MIN (MAX_DETAIL, g_utf8_strlen (valid, -1))) : NULL;

  return cut != NULL ? kaunta_text_clean (cut, "detail", MAX_DETAIL, FALSE, NULL) : NULL;
}

void
kaunta_portal_refuse (SoupServerMessage *message, KauntaWireError code, int status, const char *detail, gint64 seq)
{
  KauntaProblem problem = { .code = code, .status = status, .detail = clean_detail (detail), .seq = seq };
  g_autoptr (GBytes) bytes = kaunta_problem_encode (&problem);

  soup_server_message_set_status (message, status, NULL);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "WWW-Authenticate", "Bearer");
  set_body (message, "application/problem+json", bytes);
  kaunta_problem_clear (&problem);
}

void
kaunta_portal_call_refuse (const KauntaPortalCall *self, const GError *error, gint64 seq)
{
  if (error->domain == KAUNTA_WIRE_ERROR)
    {
      kaunta_portal_refuse (self->message, error->code, kaunta_wire_error_to_status (error->code), error->message, seq);
      return;
    }

  /* The words are for whoever runs the portal, not for whoever asks it. */
  g_message ("A call failed: %s", error->message);
  kaunta_portal_refuse (self->message, KAUNTA_WIRE_ERROR_STORAGE, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, 0);
}
