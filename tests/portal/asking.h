/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "router.h"

/* Asks the router itself, without a socket. @path: with its query; @token: @body: (nullable). */
void ask_router (KauntaPortalRouter *router, const char *method, const char *path, const char *token, GBytes *body,
                 KauntaPortalAnswer *answer);
/* Fails the test unless @answer is a problem with @status and @code. Gives the seq that it speaks of. */
gint64 assert_problem_answer (const KauntaPortalAnswer *answer, guint status, KauntaWireError code);
