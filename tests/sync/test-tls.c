/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <string.h>

#include "asking.h"
#include "county-authority.h"
#include "counter.h"
#include "enrolling.h"
#include "fake-portal.h"
#include "http.h"
#include "router.h"
#include "test-portal.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define GOOD_PAGE "{\"cursor\":\"1\",\"more\":false,\"changes\":[]}"
#define HERE "IP:127.0.0.1"

/* A county with an authority and a portal, a stranger with an authority of his own, and a machine that is to become a counter. */
typedef struct
{
  CountyAuthority *county;
  CountyAuthority *stranger;
  Counter *counter;
  TestPortal *portal;
  KauntaPortalRouter *router; /* of the portal, behind whatever TLS a test puts in front of it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->county = county_authority_new ();
  fixture->stranger = county_authority_new ();
  fixture->counter = counter_new ();
  fixture->portal = test_portal_new (KAUNTA_CLOCK (fixture->counter->clock));
  fixture->router = kaunta_portal_router_new (test_portal_get_storage (fixture->portal), KAUNTA_CLOCK (fixture->counter->clock));
  kaunta_portal_router_set_authority (fixture->router, fixture->county->pem);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->router);
  g_clear_pointer (&fixture->counter, counter_free);
  g_clear_pointer (&fixture->portal, test_portal_free);
  g_clear_pointer (&fixture->county, county_authority_free);
  g_clear_pointer (&fixture->stranger, county_authority_free);
}

/* Says what the portal says: the portal itself, or somebody in front of it who passes everything on. */
static void
pass_on (FakePortal *fake, SoupServerMessage *message, const char *path, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *query_text = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (GHashTable) query = query_text != NULL ? soup_form_decode (query_text) : NULL;
  KauntaPortalRequest request = {
    .method = soup_server_message_get_method (message),
    .path = path,
    .query = query,
    .headers = soup_server_message_get_request_headers (message),
    .body = body,
  };
  g_auto (KauntaPortalAnswer) answer = { 0 };
  SoupMessageHeadersIter iter;
  const char *name = NULL;
  const char *value = NULL;

  kaunta_portal_router_answer (fixture->router, &request, &answer);
  soup_server_message_set_status (message, answer.status, NULL);
  soup_message_headers_iter_init (&iter, answer.headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (soup_server_message_get_response_headers (message), name, value);
  if (answer.body != NULL)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer.body);
}

/* Answers at 127.0.0.1 with a certificate by @authority for @name. */
static FakePortal *
serve (Fixture *fixture, CountyAuthority *authority, const char *name)
{
  g_autofree char *path = county_authority_certify (authority, name);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  FakePortal *portal = NULL;

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  portal = fake_portal_new (certificate);
  portal->otherwise = pass_on;
  portal->data = fixture;
  return portal;
}

static GError *
ask (FakePortal *portal, const char *ca)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (NOON);
  g_autoptr (KauntaClient) client = asking_new_client (portal->url, ca, KAUNTA_CLOCK (clock));

  fake_portal_say (portal, 200, "application/json", GOOD_PAGE);
  return asking_pull (client);
}

static void
trusts_the_pinned_authority_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, HERE);
  g_autoptr (GError) nobody = ask (portal, "");
  g_autoptr (GError) stranger = ask (portal, fixture->stranger->pem);
  g_autoptr (GError) county = NULL;

  g_assert_error (nobody, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_error (stranger, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_cmpuint (portal->requests->len, ==, 0);
  county = ask (portal, fixture->county->pem);
  g_assert_no_error (county);
}

static void
refuses_another_hosts_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, "DNS:portal.example");
  g_autoptr (GError) error = ask (portal, fixture->county->pem);

  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_cmpuint (portal->requests->len, ==, 0);
}

/* Not even one that everything else on the machine trusts. */
static void
trusts_no_authority_of_the_machine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->stranger, HERE);
  g_autoptr (GTlsDatabase) trusted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refused = NULL;

  trusted = g_tls_file_database_new (fixture->stranger->path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
  refused = ask (portal, fixture->county->pem);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_error (refused, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_cmpuint (portal->requests->len, ==, 0);
}

static void
says_when_the_authority_can_not_be_read (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_http_new ("https://127.0.0.1:1", "no certificate", &error));
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
}

static GError *
enrol (Fixture *fixture, FakePortal *portal, const char *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  kaunta_enrol_async (fixture->counter->store, portal->url, code, "Counter 1", kaunta_http_make, NULL, KAUNTA_CLOCK (fixture->counter->clock),
                      NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  kaunta_enrol_finish (fixture->counter->store, result, &error);
  return error;
}

static gpointer
read_authority (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  g_auto (KauntaEnrolment) enrolment = { 0 };

  return kaunta_ledger_get_enrolment (ledger, &enrolment, error) ? g_steal_pointer (&enrolment.ca) : NULL;
}

static void
assert_refused (Fixture *fixture, FakePortal *portal, const char *code)
{
  g_autoptr (GError) error = enrol (fixture, portal, code);
  g_autoptr (GError) none = NULL;
  g_autofree char *pinned = kaunta_store_run (fixture->counter->store, read_authority, NULL, &none);

  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_error (none, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED);
}

static void
pins_the_authority_at_enrolment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, HERE);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) error = enrol (fixture, portal, code);
  g_autofree char *pinned = NULL;

  g_assert_no_error (error);
  pinned = kaunta_store_run (fixture->counter->store, read_authority, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pinned, ==, fixture->county->pem);
  counter_start_enrolled (fixture->counter);
  kaunta_link_unref (counter_wait (fixture->counter, KAUNTA_LINK_ONLINE));
}

/* He ends TLS, reads nothing that he could use, and passes everything on as it is; but his certificate was seen. */
static void
finds_a_stranger_who_passes_everything_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, HERE);
  g_autoptr (FakePortal) middle = serve (fixture, fixture->stranger, HERE);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (fixture, middle, code);
  error = enrol (fixture, portal, code);
  g_assert_no_error (error);
}

static void
refuses_to_enrol_at_another_hosts_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, "DNS:portal.example");
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);

  assert_refused (fixture, portal, code);
}

static void
refuses_a_portal_without_an_authority (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, HERE);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);

  kaunta_portal_router_set_authority (fixture->router, "");
  assert_refused (fixture, portal, code);
}

/* Later, with the portal's address: the link says so, and nothing went out to him. */
static void
sends_nothing_to_a_stranger_after_enrolment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakePortal) portal = serve (fixture, fixture->county, HERE);
  g_autoptr (FakePortal) stranger = serve (fixture, fixture->stranger, HERE);
  g_autofree char *code = test_portal_create_code (fixture->portal, NULL);
  g_autoptr (GError) error = enrol (fixture, portal, code);
  g_autoptr (KauntaLink) link = NULL;

  g_assert_no_error (error);
  counter_start_at (fixture->counter, stranger->url);
  link = counter_wait (fixture->counter, KAUNTA_LINK_ATTENTION);
  g_assert_nonnull (strstr (link->problem, "prove"));
  g_assert_cmpuint (stranger->requests->len, ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/tls/trusts-the-pinned-authority-alone", trusts_the_pinned_authority_alone);
  add ("/tls/trusts-no-authority-of-the-machine", trusts_no_authority_of_the_machine);
  add ("/tls/refuses-another-hosts-certificate", refuses_another_hosts_certificate);
  g_test_add_func ("/tls/says-when-the-authority-can-not-be-read", says_when_the_authority_can_not_be_read);
  add ("/tls/pins-the-authority-at-enrolment", pins_the_authority_at_enrolment);
  add ("/tls/finds-a-stranger-who-passes-everything-on", finds_a_stranger_who_passes_everything_on);
  add ("/tls/refuses-to-enrol-at-another-hosts-certificate", refuses_to_enrol_at_another_hosts_certificate);
  add ("/tls/refuses-a-portal-without-an-authority", refuses_a_portal_without_an_authority);
  add ("/tls/sends-nothing-to-a-stranger-after-enrolment", sends_nothing_to_a_stranger_after_enrolment);

  return g_test_run ();
}
