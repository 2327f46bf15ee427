/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "tender.h"

G_BEGIN_DECLS

/**
 * KauntaTakingsChart:
 *
 * What a till took, a column an hour, stacked by tender.
 */
#define KAUNTA_TYPE_TAKINGS_CHART (kaunta_takings_chart_get_type ())
G_DECLARE_FINAL_TYPE (KauntaTakingsChart, kaunta_takings_chart, KAUNTA, TAKINGS_CHART, GtkWidget)

/* @hours: cents by hour of the day (East Africa Time) and tender. */
void kaunta_takings_chart_set_hours (KauntaTakingsChart *self, gint64 hours[24][KAUNTA_N_TENDERS]);
/* The colour that stands for @tender, for a legend. */
void kaunta_takings_chart_get_colour (KauntaTender tender, GdkRGBA *colour);

G_END_DECLS
