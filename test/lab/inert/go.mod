module watchbill.example/test/inert

go 1.26
