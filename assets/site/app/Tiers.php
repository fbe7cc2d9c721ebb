<?php

declare(strict_types=1);

namespace Evolve;

/** What serves this very request, as each tier itself says. */
final class Tiers
{
    public function __construct(private readonly Guestbook $guestbook)
    {
    }

    /** The web tier passes its flavour with every request, as a parameter of FastCGI. */
    public function web(): string
    {
        return (string) ($_SERVER['EVOLVE_WEB_FLAVOUR'] ?? 'unknown');
    }

    /** The php tier has its flavour in its environment. */
    public function php(): string
    {
        return getenv('EVOLVE_PHP_FLAVOUR') ?: 'unknown';
    }

    /** The db tier answers in SQL; null while it does not. */
    public function db(): ?string
    {
        try {
            return $this->guestbook->server()['flavour'];
        } catch (\PDOException) {
            return null;
        }
    }
}
