let () = Alcotest.run "units" (Test_lower.tests @ Test_open.tests @ Test_data.tests @ Test_close.tests)
