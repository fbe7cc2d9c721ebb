let () =
  Lwt.async_exception_hook := raise;
  Alcotest.run ~compact:true ~show_errors:true "mirage"
    (Io_specs.tests @ Http_specs.tests @ Http_limit_specs.tests @ File_specs.tests @ Fastcgi_specs.tests
   @ Fastcgi_client_specs.tests @ Mariadb_specs.tests @ Site_specs.tests @ Web_specs.tests @ Unix_specs.tests)
