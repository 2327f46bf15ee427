/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "desk-bin.h"

typedef struct
{
  KauntaDesk *desk;         /* (owned) (nullable) */
  GSignalGroup *desk_calls; /* (owned) */
} KauntaDeskBinPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KauntaDeskBin, kaunta_desk_bin, ADW_TYPE_BIN)

enum
{
  PROP_DESK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
tell (KauntaDeskBin *self)
{
  KauntaDeskBinClass *klass = KAUNTA_DESK_BIN_GET_CLASS (self);

  if (kaunta_desk_bin_get_desk (self) != NULL && klass->desk_changed != NULL)
    klass->desk_changed (self);
}

static void
kaunta_desk_bin_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KauntaDeskBin *self = KAUNTA_DESK_BIN (object);
  KauntaDeskBinPrivate *priv = kaunta_desk_bin_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_DESK:
      if (!g_set_object (&priv->desk, g_value_get_object (value)))
        break;
      g_signal_group_set_target (priv->desk_calls, priv->desk);
      g_object_notify_by_pspec (object, pspec);
      tell (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kaunta_desk_bin_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, kaunta_desk_bin_get_desk (KAUNTA_DESK_BIN (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kaunta_desk_bin_dispose (GObject *object)
{
  KauntaDeskBinPrivate *priv = kaunta_desk_bin_get_instance_private (KAUNTA_DESK_BIN (object));

  g_clear_object (&priv->desk_calls);
  g_clear_object (&priv->desk);
  /* Before the template lets go of a child that it names. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  G_OBJECT_CLASS (kaunta_desk_bin_parent_class)->dispose (object);
}

static void
kaunta_desk_bin_class_init (KauntaDeskBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = kaunta_desk_bin_set_property;
  object_class->get_property = kaunta_desk_bin_get_property;
  object_class->dispose = kaunta_desk_bin_dispose;
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, KAUNTA_TYPE_DESK,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                               | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kaunta_desk_bin_init (KauntaDeskBin *self)
{
  KauntaDeskBinPrivate *priv = kaunta_desk_bin_get_instance_private (self);

  priv->desk_calls = g_signal_group_new (KAUNTA_TYPE_DESK);
}

KauntaDesk *
kaunta_desk_bin_get_desk (KauntaDeskBin *self)
{
  KauntaDeskBinPrivate *priv = kaunta_desk_bin_get_instance_private (self);

  g_return_val_if_fail (KAUNTA_IS_DESK_BIN (self), NULL);

  return priv->desk;
}

void
kaunta_desk_bin_watch (KauntaDeskBin *self, const char *signal)
{
  KauntaDeskBinPrivate *priv = kaunta_desk_bin_get_instance_private (self);

  g_return_if_fail (KAUNTA_IS_DESK_BIN (self));
  g_return_if_fail (signal != NULL);

  g_signal_group_connect_swapped (priv->desk_calls, signal, G_CALLBACK (tell), self);
}
