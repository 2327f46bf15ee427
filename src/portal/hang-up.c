/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hang-up.h"

/* How long after a stir the connection is looked at again: a counter takes leave of TLS with words before it hangs up. */
#define SECOND_LOOK_SECONDS 5
#define SECOND_LOOK "kaunta-second-look"

/* libsoup's sockets wait until there is something to read, and the whole portal with them: so they are asked first. */
static gboolean
has_hung_up (GSocket *socket)
{
  char byte;
  GInputVector vector = { &byte, 1 };
  int flags = G_SOCKET_MSG_PEEK;

  if (g_socket_condition_check (socket, G_IO_IN | G_IO_HUP | G_IO_ERR) == 0)
    return FALSE;
  return g_socket_receive_message (socket, NULL, &vector, 1, NULL, NULL, &flags, NULL, NULL) <= 0;
}

static gboolean
close_if_hung_up (GSocket *socket)
{
  if (g_socket_is_closed (socket))
    return TRUE;
  if (!has_hung_up (socket))
    return FALSE;

  g_socket_close (socket, NULL);
  return TRUE;
}

static gboolean
looked_again_cb (gpointer user_data)
{
  GSocket *socket = user_data;

  g_object_set_data (G_OBJECT (socket), SECOND_LOOK, NULL);
  close_if_hung_up (socket);
  return G_SOURCE_REMOVE;
}

/* What arrived is left for libsoup to read. If it is a request, its end is watched for anew. */
static gboolean
socket_stirred_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GSource) source = NULL;

  if (close_if_hung_up (socket) || g_object_get_data (G_OBJECT (socket), SECOND_LOOK) != NULL)
    return G_SOURCE_REMOVE;

  source = g_timeout_source_new_seconds (SECOND_LOOK_SECONDS);
  g_source_set_callback (source, looked_again_cb, g_object_ref (socket), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_object_set_data (G_OBJECT (socket), SECOND_LOOK, source);
  return G_SOURCE_REMOVE;
}

static void
message_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  GSocket *socket = soup_server_message_get_socket (message);
  g_autoptr (GSource) source = NULL;

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  source = g_socket_create_source (socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (socket_stirred_cb), NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

void
kaunta_portal_notice_hang_up (SoupServerMessage *message)
{
  g_signal_connect (message, "finished", G_CALLBACK (message_finished_cb), NULL);
}
