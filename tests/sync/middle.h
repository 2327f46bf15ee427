/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "transport.h"

/**
 * Middle: somebody in the middle of the line, who reads and alters what goes through it
 * @request: (nullable): alters what is asked
 * @answer: (nullable): alters what is answered
 * @lose: the answer never arrives
 * @seen: (nullable) (owned): the last answer's body as it was
 */
typedef struct
{
  void (*request) (JsonObject *body);
  void (*answer) (JsonObject *body);
  gboolean lose;
  char *seen;
} Middle;

/* A KauntaTransportMaker with a Middle as @data: HTTP through it. */
KauntaTransport *middle_make (const char *url, const char *ca, gpointer data, GError **error);
