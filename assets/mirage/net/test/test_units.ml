let () =
  Alcotest.run "units"
    (List.concat
       [
         Test_base.tests; Test_layers.tests; Test_dns.tests; Test_dhcp.tests; Test_leases.tests; Test_open.tests; Test_retransmission.tests; Test_sack.tests;
         Test_receiving.tests; Test_sending.tests; Test_close.tests; Test_reset.tests; Test_hostile.tests;
       ])
