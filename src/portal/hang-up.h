/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* libsoup 3.2 doesn't notice that a counter hung up while its connection waited for the next request, and keeps the connection for ever
 * (mended in 3.3). To be called for each message when it starts: closes the connection when the counter has hung up after it. */
void kaunta_portal_notice_hang_up (SoupServerMessage *message);
