/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "http.h"

/**
 * Contract:
 *
 * data/portal-v1.json, and which of its answers were seen. What a real request and answer are held against: the schemas are read in the part of JSON
 * Schema 2020-12 that the contract uses, and a word of it that isn't known fails the test instead of being passed over.
 */
typedef struct _Contract Contract;

Contract *contract_load (const char *path);
void contract_free (Contract *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Contract, contract_free)

/* Why @value is not as @schema says, or NULL. (transfer full) */
char *contract_fault (Contract *self, JsonObject *schema, JsonNode *value);
/* Fails the test unless @body is a request body that @operation ("POST /v1/enrol") documents. */
void contract_check_request (Contract *self, const char *operation, GBytes *body);
/* Fails the test unless @operation documents @reply: its status, the headers that must be there, its type and its body. */
void contract_check_reply (Contract *self, const char *operation, const HttpReply *reply);
/* Fails the test when an answer is documented that was never seen. */
void contract_check_all_seen (Contract *self);
