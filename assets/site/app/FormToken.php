<?php

declare(strict_types=1);

namespace Evolve;

/**
 * Proves that a form was made here, for this visitor, and not long ago; nothing is stored.
 * A signed double-submit cookie: the token signs the form's key, the time it ends, and a
 * random number that the visitor's browser keeps in a cookie, which other sites cannot read.
 * All flavours of the tier share the key, so a form outlives the machine that made it.
 */
final class FormToken
{
    public const int LIFETIME = 2 * 60 * 60;
    private const string COOKIE = 'visitor';

    public function __construct(#[\SensitiveParameter] private readonly string $key)
    {
        if (strlen($key) < 16) {
            throw new \RuntimeException('EVOLVE_FORM_KEY is missing or shorter than 16 characters.');
        }
    }

    /** A key for a new form: what makes sending it twice harmless. */
    public static function newFormKey(): string
    {
        return bin2hex(random_bytes(16));
    }

    /** Makes the token of a form; gives the visitor the cookie when there is none. Call it before any output. */
    public function issue(string $formKey, ?int $now = null): string
    {
        $visitor = self::visitor();
        if ($visitor === null) {
            $visitor = bin2hex(random_bytes(16));
            setcookie(self::COOKIE, $visitor, ['path' => '/', 'httponly' => true, 'samesite' => 'Strict']);
            $_COOKIE[self::COOKIE] = $visitor;
        }
        $ends = ($now ?? time()) + self::LIFETIME;

        return $ends . '.' . $this->sign($visitor, $formKey, $ends);
    }

    /** Whether the token is this visitor's for this form; a form that is too old is told apart. */
    public function check(string $token, string $formKey): FormState
    {
        $visitor = self::visitor();
        if ($visitor === null || preg_match('/^(\d{1,12})\.([0-9a-f]{64})$/D', $token, $part) !== 1) {
            return FormState::Foreign;
        }
        $ends = (int) $part[1];
        if (!hash_equals($this->sign($visitor, $formKey, $ends), $part[2])) {
            return FormState::Foreign;
        }

        return $ends < time() ? FormState::Expired : FormState::Good;
    }

    private function sign(string $visitor, string $formKey, int $ends): string
    {
        return hash_hmac('sha256', "entry|$visitor|$formKey|$ends", $this->key);
    }

    private static function visitor(): ?string
    {
        $value = $_COOKIE[self::COOKIE] ?? null;

        return is_string($value) && preg_match('/^[0-9a-f]{32}$/D', $value) === 1 ? $value : null;
    }
}

enum FormState
{
    case Good;
    case Expired;
    case Foreign;
}
