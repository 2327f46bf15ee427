/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage.h"

G_DEFINE_INTERFACE (KauntaPortalStorage, kaunta_portal_storage, G_TYPE_OBJECT)

void
kaunta_portal_device_clear (KauntaPortalDevice *self)
{
  g_free (self->office);
  *self = (KauntaPortalDevice) { 0 };
}

void
kaunta_portal_snapshot_clear (KauntaPortalSnapshot *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->tag, g_free);
}

void
kaunta_portal_branched_free (KauntaPortalBranched *self)
{
  g_free (self->office);
  g_free (self);
}

KauntaPortalPut *
kaunta_portal_put_new (const char *office, KauntaChangeKind kind, const char *id, gpointer value)
{
  KauntaPortalPut *self = g_new0 (KauntaPortalPut, 1);

  g_assert (kind <= KAUNTA_CHANGE_POLICY && id != NULL && value != NULL);
  self->office = g_strdup (office);
  self->kind = kind;
  self->id = g_strdup (id);
  self->value = value;
  return self;
}

void
kaunta_portal_put_free (KauntaPortalPut *self)
{
  g_boxed_free (kaunta_change_kind_get_value_type (self->kind), self->value);
  g_free (self->office);
  g_free (self->id);
  g_free (self);
}

static void
kaunta_portal_storage_default_init (KauntaPortalStorageInterface *iface)
{
}

char *
kaunta_portal_storage_create_code (KauntaPortalStorage *self, const char *office, const char *device, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);
  g_return_val_if_fail (office != NULL, NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->create_code (self, office, device, error);
}

gboolean
kaunta_portal_storage_put_all (KauntaPortalStorage *self, GPtrArray *puts, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (puts != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->put_all (self, puts, error);
}

gboolean
kaunta_portal_storage_put (KauntaPortalStorage *self,
                           const char *office,
                           KauntaChangeKind kind,
                           const char *id,
                           gconstpointer value,
                           GError **error)
{
  g_autoptr (GPtrArray) puts = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_portal_put_free);

  g_return_val_if_fail (value != NULL, FALSE);

  g_ptr_array_add (puts, kaunta_portal_put_new (office, kind, id,
                                                g_boxed_copy (kaunta_change_kind_get_value_type (kind), value)));
  return kaunta_portal_storage_put_all (self, puts, error);
}

gboolean
kaunta_portal_storage_import_payers (KauntaPortalStorage *self,
                                     KauntaPayerSource next,
                                     gpointer data,
                                     gint64 *count,
                                     GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (next != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->import_payers (self, next, data, count, error);
}

GPtrArray *
kaunta_portal_storage_list_devices (KauntaPortalStorage *self, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->list_devices (self, error);
}

GPtrArray *
kaunta_portal_storage_read_entries (KauntaPortalStorage *self,
                                    const char *device,
                                    gint64 after_seq,
                                    gint64 limit,
                                    GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);
  g_return_val_if_fail (device != NULL && limit > 0, NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->read_entries (self, device, after_seq, limit, error);
}

gboolean
kaunta_portal_storage_skip_numbers (KauntaPortalStorage *self, gint64 *next, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (next != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->skip_numbers (self, next, error);
}

GPtrArray *
kaunta_portal_storage_list_branched (KauntaPortalStorage *self, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->list_branched (self, error);
}

GPtrArray *
kaunta_portal_storage_read_forks (KauntaPortalStorage *self, const char *device, gint64 skip, gint64 limit, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);
  g_return_val_if_fail (device != NULL && skip >= 0 && limit > 0, NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->read_forks (self, device, skip, limit, error);
}

gboolean
kaunta_portal_storage_enter_branches (KauntaPortalStorage *self, const char *device, gint64 *entered, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (device != NULL && entered != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->enter_branches (self, device, entered, error);
}

gboolean
kaunta_portal_storage_enrol (KauntaPortalStorage *self,
                             const KauntaEnrolRequest *request,
                             const char *ca,
                             KauntaEnrolAnswer *answer,
                             GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (request != NULL && ca != NULL && answer != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->enrol (self, request, ca, answer, error);
}

gboolean
kaunta_portal_storage_find_device (KauntaPortalStorage *self, const char *token, KauntaPortalDevice *device, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (token != NULL && device != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->find_device (self, token, device, error);
}

gboolean
kaunta_portal_storage_find_signer (KauntaPortalStorage *self,
                                   const char *number,
                                   gint64 epoch,
                                   const char *key,
                                   KauntaPortalDevice *device,
                                   GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (number != NULL && key != NULL && device != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->find_signer (self, number, epoch, key, device, error);
}

gboolean
kaunta_portal_storage_append (KauntaPortalStorage *self,
                              const KauntaPortalDevice *device,
                              GPtrArray *entries,
                              KauntaAcknowledgement *ack,
                              GPtrArray **exceptions,
                              gint64 *seq,
                              GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (device != NULL && entries != NULL && entries->len > 0, FALSE);
  g_return_val_if_fail (ack != NULL && exceptions != NULL && seq != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->append (self, device, entries, ack, exceptions, seq, error);
}

gboolean
kaunta_portal_storage_read_changes (KauntaPortalStorage *self,
                                    const KauntaPortalDevice *device,
                                    const char *cursor,
                                    gint64 limit,
                                    KauntaChangesPage *page,
                                    GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (device != NULL && page != NULL, FALSE);
  g_return_val_if_fail (limit >= 1 && limit <= KAUNTA_PORTAL_MAX_CHANGES, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->read_changes (self, device, cursor, limit, page, error);
}

gboolean
kaunta_portal_storage_get_snapshot (KauntaPortalStorage *self, KauntaPortalSnapshot *snapshot, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->get_snapshot (self, snapshot, error);
}

GPtrArray *
kaunta_portal_storage_find_payers (KauntaPortalStorage *self, const char *typed, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), NULL);
  g_return_val_if_fail (typed != NULL, NULL);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->find_payers (self, typed, error);
}

gboolean
kaunta_portal_storage_get_bill (KauntaPortalStorage *self,
                                const char *number,
                                KauntaBill **bill,
                                GPtrArray **payments,
                                GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (number != NULL && bill != NULL && payments != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->get_bill (self, number, bill, payments, error);
}

gboolean
kaunta_portal_storage_sign (KauntaPortalStorage *self,
                            const char *purpose,
                            const guint8 *bytes,
                            gsize length,
                            guint8 signature[KAUNTA_SIGNATURE_BYTES],
                            GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);
  g_return_val_if_fail (purpose != NULL && bytes != NULL && signature != NULL, FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->sign (self, purpose, bytes, length, signature, error);
}

gboolean
kaunta_portal_storage_check (KauntaPortalStorage *self, GError **error)
{
  g_return_val_if_fail (KAUNTA_IS_PORTAL_STORAGE (self), FALSE);

  return KAUNTA_PORTAL_STORAGE_GET_IFACE (self)->check (self, error);
}
