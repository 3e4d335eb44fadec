"""What programs ask and hand in (开放接口): by tokens alone, in a person's name, within what he may."""
