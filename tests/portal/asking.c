/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "asking.h"

void
ask_router (KauntaPortalRouter *router, const char *method, const char *path, const char *token, GBytes *body,
            KauntaPortalAnswer *answer)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", token);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_auto (GStrv) parts = g_strsplit (path, "?", 2);
  g_autoptr (GHashTable) query = parts[1] != NULL ? soup_form_decode (parts[1]) : NULL;
  KauntaPortalRequest request = {
    .method = method,
    .path = parts[0],
    .query = query,
    .headers = headers,
    .body = body != NULL ? body : nothing,
  };

  if (token != NULL)
    soup_message_headers_append (headers, "Authorization", bearer);
  if (body != NULL)
    soup_message_headers_set_content_type (headers, "application/json", NULL);
  kaunta_portal_router_answer (router, &request, answer);
}

gint64
assert_problem_answer (const KauntaPortalAnswer *answer, guint status, KauntaWireError code)
{
  g_auto (KauntaProblem) problem = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (answer->status, ==, status);
  kaunta_problem_decode (answer->body, status, &problem, &error);
  g_assert_no_error (error);
  g_assert_cmpint (problem.code, ==, code);
  return problem.seq;
}
