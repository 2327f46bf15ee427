/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers belong to a counter: every number carries the five-digit device number, so that two
 * counters never collide and none needs the line to get one. */

#define KAUNTA_SERIAL_MAX 999999
#define KAUNTA_TILL_SERIAL_MAX 9999

gboolean kaunta_device_is_valid (const char *device);

/* Damm's check digit over decimal digits ("572" has 4). */
int kaunta_damm_digit (const char *digits);

/* Device (5), serial (6), check digit: "004210000017". NULL with RANGE past KAUNTA_SERIAL_MAX. */
char *kaunta_bill_number_format (const char *device, gint64 serial, GError **error);
/* Strict: twelve digits, right check digit. @device (nullable out, transfer full), @serial (nullable out). */
gboolean kaunta_bill_number_parse (const char *number, char **device, gint64 *serial, GError **error);
/* "0042 1000 0017". (transfer full) */
char *kaunta_bill_number_display (const char *number);

/* "00421-000173" */
char *kaunta_receipt_number_format (const char *device, gint64 serial, GError **error);
gboolean kaunta_receipt_number_parse (const char *number, char **device, gint64 *serial, GError **error);

/* "00421-0007" */
char *kaunta_till_session_format (const char *device, gint64 serial, GError **error);
gboolean kaunta_till_session_parse (const char *session, char **device, gint64 *serial, GError **error);
