/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include "coding.h"
#include "text.h"

/* Below this, packing costs more than it saves. */
#define MIN_PACKED_BYTES 1024
#define MAX_DETAIL 500

/* Takes @body. */
static void
set_body (KauntaPortalAnswer *answer, guint status, const char *type, GBytes *body)
{
  answer->status = status;
  answer->body = body;
  soup_message_headers_set_content_type (answer->headers, type, NULL);
  /* It covers what Vary would say, too. */
  soup_message_headers_replace (answer->headers, "Cache-Control", "no-store");
}

const char *
kaunta_portal_call_get_field (const KauntaPortalCall *self, const char *name)
{
  return self->request->query != NULL ? g_hash_table_lookup (self->request->query, name) : NULL;
}

void
kaunta_portal_call_answer (const KauntaPortalCall *self, GBytes *json)
{
  kaunta_portal_call_answer_as (self, "application/json", json);
}

void
kaunta_portal_call_answer_as (const KauntaPortalCall *self, const char *type, GBytes *body)
{
  SoupMessageHeaders *headers = self->answer->headers;
  const KauntaPortalCoding *coding = NULL;
  g_autoptr (GBytes) bytes = body;

  if (g_bytes_get_size (bytes) >= MIN_PACKED_BYTES)
    coding = kaunta_portal_coding_choose (soup_message_headers_get_list (self->request->headers, "Accept-Encoding"));
  if (coding != NULL)
    {
      GBytes *packed = coding->pack (bytes);

      g_bytes_unref (bytes);
      bytes = packed;
      soup_message_headers_replace (headers, "Content-Encoding", coding->name);
    }
  set_body (self->answer, SOUP_STATUS_OK, type, g_steal_pointer (&bytes));
}

char *
kaunta_portal_clean_detail (const char *detail)
{
  g_autofree char *valid = detail != NULL ? g_utf8_make_valid (detail, -1) : NULL;
  g_autofree char *cut = valid != NULL ? g_utf8_substring (valid, 0, MIN (MAX_DETAIL, g_utf8_strlen (valid, -1))) : NULL;

  return cut != NULL ? kaunta_text_clean (cut, "detail", MAX_DETAIL, FALSE, NULL) : NULL;
}

void
kaunta_portal_refuse (KauntaPortalAnswer *answer, KauntaWireError code, int status, const char *detail, gint64 seq)
{
  KauntaProblem problem = { .code = code, .status = status, .detail = kaunta_portal_clean_detail (detail), .seq = seq };

  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (answer->headers, "WWW-Authenticate", "Bearer");
  set_body (answer, status, "application/problem+json", kaunta_problem_encode (&problem));
  kaunta_problem_clear (&problem);
}

void
kaunta_portal_call_refuse (const KauntaPortalCall *self, const GError *error, gint64 seq)
{
  if (error->domain == KAUNTA_WIRE_ERROR)
    {
      kaunta_portal_refuse (self->answer, error->code, kaunta_wire_error_to_status (error->code), error->message, seq);
      return;
    }

  /* The words are for whoever runs the portal, not for whoever asks it. */
  g_message ("A call failed: %s", error->message);
  kaunta_portal_refuse (self->answer, KAUNTA_WIRE_ERROR_STORAGE, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, 0);
}

gboolean
kaunta_portal_call_get_number (const KauntaPortalCall *self, const char *name, gint64 min, gint64 max, gint64 *value)
{
  const char *typed = kaunta_portal_call_get_field (self, name);
  g_autofree char *why = NULL;
  guint64 number = 0;

  if (typed == NULL)
    return TRUE;
  if (g_ascii_string_to_unsigned (typed, 10, min, max, &number, NULL))
    {
      *value = (gint64) number;
      return TRUE;
    }
  why = g_strdup_printf ("%s: a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ".", name, min, max);
  kaunta_portal_refuse (self->answer, KAUNTA_WIRE_ERROR_MALFORMED, SOUP_STATUS_BAD_REQUEST, why, 0);
  return FALSE;
}
