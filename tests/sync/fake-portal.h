/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/**
 * FakeAnswer: what a fake portal says once
 * @status: 0 hangs: no answer until the portal is freed
 * @raw: (nullable): bytes in place of a whole answer, after which the connection is closed
 * @type: (nullable): Content-Type
 * @body: (nullable):
 * @header: (nullable): @value: one more header
 */
typedef struct
{
  guint status;
  const char *raw;
  const char *type;
  GBytes *body;
  const char *header;
  const char *value;
} FakeAnswer;

typedef struct
{
  char *line; /* "POST /v1/enrol" with its query */
  char *coding;
  char *authorization;
  char *range;
  char *cookie;
  GBytes *body;
} FakeRequest;

typedef struct _FakePortal FakePortal;

/**
 * FakePortal:
 *
 * A real HTTP server on a free loopback port of this thread's main loop that answers whatever a test wants, one answer after the other; what is
 * asked beyond them is given to @otherwise, or answered with 404 and no words.
 */
struct _FakePortal
{
  SoupServer *server;
  char *url;
  GQueue answers;      /* (element-type FakeAnswer) */
  GPtrArray *requests; /* (element-type FakeRequest) */
  GHashTable *ports;   /* of clients: one for each connection */
  GPtrArray *hung;
  guint open;
  guint most_open; /* requests at a time */
  void (*otherwise) (FakePortal *self, SoupServerMessage *message, const char *path, gpointer data);
  gpointer data;
};

/* @certificate: (nullable): for HTTPS */
FakePortal *fake_portal_new (GTlsCertificate *certificate);
void fake_portal_free (FakePortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePortal, fake_portal_free)

void fake_portal_add (FakePortal *self, FakeAnswer answer);
/* @body: NULL for none; kept as it is. */
void fake_portal_say (FakePortal *self, guint status, const char *type, const char *body);
/* Hangs up without a word: for what answers otherwise. */
void fake_portal_cut (FakePortal *self, SoupServerMessage *message);
const FakeRequest *fake_portal_get_request (FakePortal *self, guint index);
