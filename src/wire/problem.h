/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "wire.h"

/**
 * KauntaProblem:
 * @code: what a client branches on
 * @seq: the seq that a gap expects or that a refusal speaks of; 0 when none
 *
 * An RFC 9457 problem object.
 */
typedef struct
{
  KauntaWireError code;
  int status;
  char *detail; /* (nullable) (owned): English, for logs and administrators */
  gint64 seq;
} KauntaProblem;

const char *kaunta_wire_error_to_nick (KauntaWireError code);
int kaunta_wire_error_to_status (KauntaWireError code);

void kaunta_problem_clear (KauntaProblem *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaProblem, kaunta_problem_clear)
/* As a member of another message. (transfer full) */
JsonObject *kaunta_problem_to_json (const KauntaProblem *self);
gboolean kaunta_problem_from_json (JsonObject *object, int status, KauntaProblem *self, GError **error);
GBytes *kaunta_problem_encode (const KauntaProblem *self);
/* MALFORMED when @body is no problem object with a known code or its status isn't @status. */
gboolean kaunta_problem_decode (GBytes *body, int status, KauntaProblem *self, GError **error);
