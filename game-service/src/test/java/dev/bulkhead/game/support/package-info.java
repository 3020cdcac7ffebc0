/** What the tests of game-service have in common. */
package dev.bulkhead.game.support;
