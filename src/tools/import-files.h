/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage.h"

/* The files that a portal is filled from. Each call reads one whole file before anything of it is put, in one transaction: all of
 * a file or nothing. KAUNTA_PORTAL_ERROR_IMPORT names file and line. @file is the name that errors call it by; @count: (out): rows */

/* code, name_en, name_sw, agency, county_code, revenue_head, tariff_kind (fixed, per unit, table, variable), amount_kes, unit,
 * source, tenders (words between spaces), further_kes, from. A variable tariff is stepped when it has further_kes and assessed when it
 * has no amount. Rows of the same code are versions of its tariff, oldest first. */
gboolean kaunta_import_catalogue (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error);
/* office, name, county, part_payment (yes, no), variance_limit_kes, float_kes */
gboolean kaunta_import_offices (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error);
/* number, name, role (clerk, supervisor), pin (4 to 8 digits), office */
gboolean kaunta_import_staff (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error);
/* One payer a line, as kauntactl generate writes them. */
gboolean kaunta_import_payers (KauntaPortalStorage *storage, const char *file, const char *path, gint64 *count, GError **error);
