let () =
  Alcotest.run "units"
    (Test_lower.tests @ Test_dns.tests @ Test_open.tests @ Test_data.tests @ Test_sack.tests @ Test_close.tests @ Test_hostile.tests)
