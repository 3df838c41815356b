// SPDX-License-Identifier: Apache-2.0
/**
 * Runs real servers for the tests of the plugins: unpacks a distribution, installs a plugin with
 * the server's own tool, starts nodes on loopback under an account without privileges, and talks to
 * them over HTTP.
 */
package org.lorann.host.testkit;
