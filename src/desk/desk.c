/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"
#include "desk-new.h"
#include "http.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

enum
{
  PROP_0,
  PROP_ENROLLED,
  PROP_CLERK,
  PROP_TILL,
  PROP_LINK,
  PROP_POLICY,
  PROP_STAFF_KNOWN_AT,
  PROP_CAN_SELL,
  N_PROPS
};

enum
{
  BILLS_CHANGED,
  SERVICES_CHANGED,
  REGISTER_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KauntaDesk, kaunta_desk, G_TYPE_OBJECT)

static void
set_link (KauntaDesk *self, KauntaLink *link)
{
  g_clear_pointer (&self->link, kaunta_link_unref);
  self->link = link;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINK]);
}

static void
link_changed_cb (GObject *engine, GParamSpec *pspec, gpointer user_data)
{
  set_link (KAUNTA_DESK (user_data), kaunta_engine_get_link (KAUNTA_ENGINE (engine)));
}

static void
register_changed_cb (KauntaEngine *engine, gpointer user_data)
{
  g_signal_emit (user_data, signals[REGISTER_CHANGED], 0);
}

static void
standing_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KauntaDesk) self = user_data;
  KauntaStanding *standing = kaunta_store_run_finish (KAUNTA_STORE (source), result, NULL);

  /* What was shown stays when it can't be read afresh: whoever next acts on it hears why. */
  if (standing != NULL)
    kaunta_desk_set_standing (self, standing);
  g_signal_emit (self, signals[BILLS_CHANGED], 0);
  g_signal_emit (self, signals[SERVICES_CHANGED], 0);
}

/* Reads everything afresh, and tells when it is there. */
static void
changes_applied_cb (KauntaEngine *engine, gpointer user_data)
{
  KauntaDesk *self = KAUNTA_DESK (user_data);

  kaunta_store_run_async (self->store, kaunta_standing_read, NULL, NULL, (GDestroyNotify) kaunta_standing_free,
                          NULL, standing_read_cb, g_object_ref (self));
}

void
kaunta_desk_set_standing (KauntaDesk *self, KauntaStanding *standing)
{
  g_clear_pointer (&self->standing, kaunta_standing_free);
  self->standing = standing;

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TILL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POLICY]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAFF_KNOWN_AT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SELL]);
}

void
kaunta_desk_set_clerk (KauntaDesk *self, KauntaStaff *clerk)
{
  g_clear_pointer (&self->clerk, kaunta_staff_unref);
  self->clerk = clerk != NULL ? kaunta_staff_ref (clerk) : NULL;

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CLERK]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SELL]);
}

/* What it was before, if it was a counter. */
static void
let_go (KauntaDesk *self)
{
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
  kaunta_enrolment_clear (&self->enrolment);
}

void
kaunta_desk_leave (KauntaDesk *self)
{
  if (self->engine == NULL)
    return;
  let_go (self);
  kaunta_desk_set_clerk (self, NULL);
  kaunta_desk_set_standing (self, g_new0 (KauntaStanding, 1));
  set_link (self, kaunta_link_new (&(KauntaLink){ .kind = KAUNTA_LINK_STARTING }));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENROLLED]);
}

gboolean
kaunta_desk_adopt (KauntaDesk *self, KauntaProfile *profile, GError **error)
{
  g_autoptr (KauntaProfile) owned = profile;
  const KauntaEnrolment *enrolment = &owned->enrolment;
  g_autoptr (KauntaTransport) transport = NULL;

  transport = self->make (enrolment->url, enrolment->ca, self->make_data, error);
  if (transport == NULL)
    return FALSE;

  let_go (self);
  self->engine = kaunta_engine_new (self->store, enrolment->device, enrolment->token, transport, self->clock, self->random);
  self->enrolment = owned->enrolment;
  owned->enrolment = (KauntaEnrolment){ 0 };
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENROLLED]);
  kaunta_desk_set_standing (self, g_steal_pointer (&owned->standing));

  g_signal_connect_object (self->engine, "notify::link", G_CALLBACK (link_changed_cb), self, 0);
  g_signal_connect_object (self->engine, "changed", G_CALLBACK (changes_applied_cb), self, 0);
  g_signal_connect_object (self->engine, "register-changed", G_CALLBACK (register_changed_cb), self, 0);
  kaunta_engine_start (self->engine);
  return TRUE;
}

static gboolean
load_profile (KauntaDesk *self, GError **error)
{
  g_autofree char *folder = g_strdup (kaunta_store_get_profile (self->store));
  g_autoptr (GError) local = NULL;
  KauntaProfile *profile = kaunta_store_run (self->store, kaunta_profile_read, folder, &local);

  if (profile != NULL)
    return kaunta_desk_adopt (self, profile, error);
  if (g_error_matches (local, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_NOT_ENROLLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
kaunta_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KauntaDesk *self = KAUNTA_DESK (object);

  switch (id)
    {
    case PROP_ENROLLED:
      g_value_set_boolean (value, kaunta_desk_get_enrolled (self));
      break;
    case PROP_CLERK:
      g_value_set_boxed (value, self->clerk);
      break;
    case PROP_TILL:
      g_value_set_boxed (value, self->standing->till);
      break;
    case PROP_LINK:
      g_value_set_boxed (value, self->link);
      break;
    case PROP_POLICY:
      g_value_set_boxed (value, self->standing->policy);
      break;
    case PROP_STAFF_KNOWN_AT:
      g_value_set_int64 (value, self->standing->staff_known_at);
      break;
    case PROP_CAN_SELL:
      g_value_set_boolean (value, kaunta_desk_get_can_sell (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kaunta_desk_dispose (GObject *object)
{
  kaunta_desk_close (KAUNTA_DESK (object));

  G_OBJECT_CLASS (kaunta_desk_parent_class)->dispose (object);
}

static void
kaunta_desk_finalize (GObject *object)
{
  KauntaDesk *self = KAUNTA_DESK (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->random, g_rand_free);
  kaunta_enrolment_clear (&self->enrolment);
  g_clear_pointer (&self->clerk, kaunta_staff_unref);
  g_clear_pointer (&self->link, kaunta_link_unref);
  g_clear_pointer (&self->standing, kaunta_standing_free);

  G_OBJECT_CLASS (kaunta_desk_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  props[PROP_ENROLLED] = g_param_spec_boolean ("enrolled", NULL, NULL, FALSE, flags);
  props[PROP_CLERK] = g_param_spec_boxed ("clerk", NULL, NULL, KAUNTA_TYPE_STAFF, flags);
  props[PROP_TILL] = g_param_spec_boxed ("till", NULL, NULL, KAUNTA_TYPE_TILL, flags);
  props[PROP_LINK] = g_param_spec_boxed ("link", NULL, NULL, KAUNTA_TYPE_LINK, flags);
  props[PROP_POLICY] = g_param_spec_boxed ("policy", NULL, NULL, KAUNTA_TYPE_POLICY, flags);
  props[PROP_STAFF_KNOWN_AT] = g_param_spec_int64 ("staff-known-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CAN_SELL] = g_param_spec_boolean ("can-sell", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static guint
install_signal (GObjectClass *object_class, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
kaunta_desk_class_init (KauntaDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kaunta_desk_get_property;
  object_class->dispose = kaunta_desk_dispose;
  object_class->finalize = kaunta_desk_finalize;

  install_properties (object_class);
  signals[BILLS_CHANGED] = install_signal (object_class, "bills-changed");
  signals[SERVICES_CHANGED] = install_signal (object_class, "services-changed");
  signals[REGISTER_CHANGED] = install_signal (object_class, "register-changed");
}

static void
kaunta_desk_init (KauntaDesk *self)
{
  self->link = kaunta_link_new (&(KauntaLink){ .kind = KAUNTA_LINK_STARTING });
  self->standing = g_new0 (KauntaStanding, 1);
}

static gboolean
make_folder (const char *profile, GError **error)
{
  if (g_mkdir_with_parents (profile, 0700) == 0)
    return TRUE;

  g_set_error (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_IO,
               _("The folder %s can’t be made: %s. Nothing was changed."), profile, g_strerror (errno));
  return FALSE;
}

KauntaDesk *
kaunta_desk_new (KauntaStore *store,
                 KauntaTransportMaker make,
                 gpointer make_data,
                 KauntaClock *clock,
                 GRand *random,
                 GError **error)
{
  g_autoptr (KauntaDesk) self = NULL;

  g_return_val_if_fail (KAUNTA_IS_STORE (store), NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  self = g_object_new (KAUNTA_TYPE_DESK, NULL);
  self->clock = g_object_ref (clock);
  self->make = make != NULL ? make : kaunta_http_make;
  self->make_data = make_data;
  self->random = random != NULL ? g_rand_copy (random) : NULL;
  self->store = store;
  return load_profile (self, error) ? g_steal_pointer (&self) : NULL;
}

KauntaDesk *
kaunta_desk_open (const char *profile, KauntaClock *clock, GError **error)
{
  KauntaStore *store = NULL;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (KAUNTA_IS_CLOCK (clock), NULL);

  if (!make_folder (profile, error))
    return NULL;
  store = kaunta_store_open (profile, clock, error);
  return store != NULL ? kaunta_desk_new (store, NULL, NULL, clock, NULL, error) : NULL;
}

void
kaunta_desk_close (KauntaDesk *self)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));

  if (self->engine != NULL)
    kaunta_engine_stop (self->engine);
  if (self->store != NULL)
    kaunta_store_close (self->store);
}

gboolean
kaunta_desk_get_enrolled (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), FALSE);

  return self->engine != NULL;
}

KauntaStaff *
kaunta_desk_get_clerk (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->clerk;
}

KauntaTill *
kaunta_desk_get_till (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->standing->till;
}

KauntaPolicy *
kaunta_desk_get_policy (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->standing->policy;
}

KauntaLink *
kaunta_desk_get_link (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->link;
}

KauntaClock *
kaunta_desk_get_clock (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->clock;
}

gint64
kaunta_desk_get_staff_known_at (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), 0);

  return self->standing->staff_known_at;
}

gboolean
kaunta_desk_get_can_sell (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), FALSE);

  return self->clerk != NULL && self->standing->till != NULL
         && g_str_equal (self->standing->till->clerk, self->clerk->number);
}

const char *
kaunta_desk_get_counter_name (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->enrolment.name;
}

const char *
kaunta_desk_get_device (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->enrolment.device;
}

const char *
kaunta_desk_get_address (KauntaDesk *self)
{
  g_return_val_if_fail (KAUNTA_IS_DESK (self), NULL);

  return self->enrolment.url;
}

void
kaunta_desk_send_now (KauntaDesk *self)
{
  g_return_if_fail (KAUNTA_IS_DESK (self));

  if (self->engine != NULL)
    kaunta_engine_send_now (self->engine);
}
