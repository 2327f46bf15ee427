/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* The part of JSON Schema 2020-12 that the portal's contract uses. */

/* Follows "$ref" within @root. (transfer none) */
JsonObject *schema_resolve (JsonObject *root, JsonObject *schema);
/* Why @value is not as @schema says, and where; NULL when it is. A word of the schema that is not known is a fault. (transfer full) */
char *schema_fault (JsonObject *root, JsonObject *schema, JsonNode *value);
