/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "asking.h"
#include "fake-portal.h"
#include "http.h"
#include "manual-clock.h"

#define NOON G_GINT64_CONSTANT (1795421730123)
#define GOOD_PAGE "{\"cursor\":\"1\",\"more\":false,\"changes\":[]}"

/* A portal with a certificate of an authority that only tests know (tests/sync/tls). */
static FakePortal *
new_portal (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "sync", "tls", "portal.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  return fake_portal_new (certificate);
}

static GError *
ask (FakePortal *portal, const char *ca)
{
  g_autoptr (TestManualClock) clock = test_manual_clock_new (NOON);
  g_autoptr (KauntaClient) client = asking_new_client (portal->url, ca, KAUNTA_CLOCK (clock));

  return asking_pull (client);
}

static void
refuses_a_portal_that_nobody_vouches_for (void)
{
  g_autoptr (FakePortal) portal = new_portal ();
  g_autoptr (GError) error = ask (portal, NULL);

  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
  g_assert_cmpuint (portal->requests->len, ==, 0);
}

static void
trusts_the_given_authority (void)
{
  g_autoptr (FakePortal) portal = new_portal ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "sync", "tls", "authority.pem", NULL);
  g_autofree char *authority = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &authority, NULL, NULL));
  fake_portal_say (portal, 200, "application/json", GOOD_PAGE);
  error = ask (portal, authority);
  g_assert_no_error (error);
}

static void
says_when_the_authority_can_not_be_read (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_http_new ("https://127.0.0.1:1", "no certificate", &error));
  g_assert_error (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_INSECURE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls/refuses-a-portal-that-nobody-vouches-for", refuses_a_portal_that_nobody_vouches_for);
  g_test_add_func ("/tls/trusts-the-given-authority", trusts_the_given_authority);
  g_test_add_func ("/tls/says-when-the-authority-can-not-be-read", says_when_the_authority_can_not_be_read);

  return g_test_run ();
}
