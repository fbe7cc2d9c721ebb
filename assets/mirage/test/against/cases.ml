(* What is asked. Each list of cases begins with empty tables. *)

open Case
open Ask
open Form_cases
open Program_cases

let pages =
  [
    get "/";
    get "/?before=1";
    get "/?before=0";
    get "/?before=-1";
    get "/?before=x";
    get "/?before=+5";
    get "/?before=%205%20";
    get "/?before=05";
    get "/?before[]=5";
    get "/?before=9223372036854775807";
    get "/?before=9223372036854775808";
    get "/?before=1&before=2";
    get "/?x=http://a/b:80";
    get "/?a:80";
    get "/?#frag";
    get "//";
    get "//api/php.json";
    get "/index.php";
    get "/no-such";
    get "/%61pi/php.json";
    get "/api";
    get "/api/";
    get "/api/nothing";
    get "/:80";
    get "/a:80";
    get "*";
    get "";
    get "http://host/";
    get "http://host/api/php.json";
    get "http://host";
    get "/?";
    get "/\x01";
    get "/./";
    get "/../";
    { (get "/") with meth = "HEAD" };
    { (get "/") with meth = "PUT" };
    { (get "/") with meth = "DELETE" };
    { (get "/") with meth = "OPTIONS" };
    { (get "/x") with meth = "POST" };
    { (get "/") with fields = [ cookie ] };
    { (get "/") with fields = [ ("Cookie", "visitor=short") ] };
    { (get "/") with fields = [ ("Cookie", "a=b; visitor=" ^ visitor ^ "; visitor=x") ] };
    { (get "/") with fields = [ ("Cookie", "visitor=x; visitor=" ^ visitor) ] };
    { (get "/") with fields = [ ("Cookie", "visitor[]=" ^ visitor) ] };
    { (get "/") with fields = [ ("Cookie", ";; visitor=%30123456789abcdef0123456789abcdef") ] };
    { (get "/") with fields = [ ("Cookie", "visitor=" ^ String.uppercase_ascii visitor) ] };
  ]

let all =
  [
    ("pages", pages);
    ("forms", forms);
    ("rules", rules);
    ("multipart", multiparts);
    ("many", many);
    ("programs", programs);
    ("random addresses", random_pages);
    ("random forms", random_forms);
  ]

(* While the database may be read alone, and while there is none. *)
let hindered =
  [
    get "/";
    get "/api/status.json";
    get "/api/php.json";
    get "/x";
    sign "Ada" "kept words";
    sign ~token:"" "Ada" "kept words";
    sign "" "";
    write {|{"client":"a","sequence":1}|};
    get "/api/writes?client=a";
    { (get "/") with meth = "HEAD" };
    get "/?before=5";
    { (get "/") with meth = "PATCH" };
  ]
