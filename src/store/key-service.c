/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key-service.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "json.h"

#define SERVICE "org.freedesktop.secrets"

static const SecretSchema schema = {
  "ke.go.kaunta.DeviceKey",
  SECRET_SCHEMA_NONE,
  { { "public-key", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* GLib would start a bus where there is none. */
static gboolean
has_bus (void)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/* Asking whether a name has an owner starts nothing. */
static gboolean
is_running (void)
{
  g_autoptr (GDBusConnection) bus = has_bus () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) : NULL;
  g_autoptr (GVariant) answer = NULL;
  gboolean running = FALSE;

  if (bus == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                        g_variant_new ("(s)", SERVICE), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                                        NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &running);
  return running;
}

/* The default collection, if it is open. (transfer full) (nullable) */
static SecretCollection *
open_collection (void)
{
  g_autoptr (SecretService) service = is_running () ? secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, NULL) : NULL;
  g_autoptr (SecretCollection) collection = NULL;

  if (service == NULL)
    return NULL;
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
  if (collection == NULL || secret_collection_get_locked (collection))
    return NULL;
  return g_steal_pointer (&collection);
}

static GHashTable *
make_attributes (const char *public_key)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "public-key", (gpointer) public_key);
  return attributes;
}

/* (transfer full) (nullable) */
static char *
look_up (SecretCollection *collection, const char *public_key)
{
  g_autoptr (GHashTable) attributes = make_attributes (public_key);
  GList *items = secret_collection_search_sync (collection, &schema, attributes, SECRET_SEARCH_LOAD_SECRETS, NULL, NULL);
  SecretValue *value = items != NULL ? secret_item_get_secret (items->data) : NULL;
  char *secret = value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;

  g_clear_pointer (&value, secret_value_unref);
  g_list_free_full (items, g_object_unref);
  return secret;
}

gboolean
kaunta_key_service_keep (const KauntaKey *key)
{
  const char *public_key = kaunta_key_get_public (key);
  g_autoptr (SecretCollection) collection = open_collection ();
  g_autoptr (GHashTable) attributes = make_attributes (public_key);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (SecretItem) item = NULL;
  g_autoptr (KauntaKey) kept = NULL;
  char *secret = NULL;

  if (collection == NULL)
    return FALSE;
  secret = kaunta_key_dup_secret (key);
  value = secret_value_new (secret, -1, "text/plain");
  kaunta_key_free_secret (secret);
  item = secret_item_create_sync (collection, &schema, attributes, _("Kaunta: the key of a counter"), value, SECRET_ITEM_CREATE_REPLACE, NULL, NULL);
  /* A key that can't be had back is worth nothing. */
  kept = item != NULL ? kaunta_key_service_find (public_key, NULL) : NULL;
  return kept != NULL;
}

KauntaKey *
kaunta_key_service_find (const char *public_key, GError **error)
{
  g_autoptr (SecretCollection) collection = open_collection ();
  char *secret = collection != NULL ? look_up (collection, public_key) : NULL;
  g_autoptr (KauntaKey) key = secret != NULL ? kaunta_key_new_from_secret (secret, NULL) : NULL;

  kaunta_key_free_secret (secret);
  if (key != NULL && g_str_equal (kaunta_key_get_public (key), public_key))
    return g_steal_pointer (&key);
  g_set_error_literal (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEY,
                       collection != NULL ? "the key is not in the secret service of this session" : "the secret service that keeps the key is not running, or is locked");
  return NULL;
}
