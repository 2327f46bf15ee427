/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "transport.h"

/**
 * Middle: somebody in the middle of the line, who reads and alters what goes through it
 * @request: (nullable): alters what is asked
 * @answer: (nullable): alters what is answered
 * @lose: the answer never arrives
 * @lose_path: (nullable): only of what is asked with this in its path
 * @seen: (nullable) (owned): the last answer's body as it was
 */
typedef struct
{
  void (*request) (JsonObject *body);
  void (*answer) (JsonObject *body);
  gboolean lose;
  const char *lose_path;
  char *seen;
} Middle;

/* A KauntaTransportMaker with a Middle as @data: HTTP through it. */
KauntaTransport *middle_make (const char *url, const char *ca, gpointer data, GError **error);
