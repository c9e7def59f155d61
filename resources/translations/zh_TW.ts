<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>BillPanel</name>
    <message>
        <source>Redeem</source>
        <translation>折抵點數</translation>
    </message>
    <message>
        <source>Coupons</source>
        <translation>優惠券</translation>
    </message>
    <message>
        <source>none</source>
        <translation>目前無</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>掛單</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>This sale</source>
        <translation>本次消費</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>應收</translation>
    </message>
    <message>
        <source>Check out {amount}</source>
        <translation>結帳 {amount}</translation>
    </message>
    <message>
        <source>Recall {count}</source>
        <translation>取單 {count}</translation>
    </message>
</context>
<context>
    <name>BillRow</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>BillSums</name>
    <message>
        <source>Subtotal</source>
        <translation>小計</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>優惠折扣</translation>
    </message>
</context>
<context>
    <name>CompletedPage</name>
    <message>
        <source>Change</source>
        <translation>找零</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>得點</translation>
    </message>
    <message>
        <source>Redeemed</source>
        <translation>折抵</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>Reprint receipt</source>
        <translation>重印收據</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>下一位</translation>
    </message>
</context>
<context>
    <name>CouponRow</name>
    <message>
        <source>Take off</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CouponRowView</name>
    <message>
        <source>Take off</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>CouponSheet</name>
    <message>
        <source>Coupons</source>
        <translation>優惠券</translation>
    </message>
    <message>
        <source>Scan a coupon, or type its code or number.</source>
        <translation>掃描優惠券，或輸入代碼、券號。</translation>
    </message>
    <message>
        <source>This customer has no coupons to use here today.</source>
        <translation>這位顧客今天沒有可用的優惠券。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Use coupon</source>
        <translation>使用優惠券</translation>
    </message>
</context>
<context>
    <name>DayReportSheet</name>
    <message>
        <source>Day report</source>
        <translation>日報表</translation>
    </message>
    <message>
        <source>X is a look at the day so far. Z closes the day under a number; selling can go on after it.</source>
        <translation>X 只是看當天到目前為止的數字。Z 是日結，會給一個號碼；日結後仍可銷售。</translation>
    </message>
    <message>
        <source>Print X report</source>
        <translation>列印 X 報表</translation>
    </message>
    <message>
        <source>Close the day</source>
        <translation>日結 Z 報表</translation>
    </message>
    <message>
        <source>Yes, close the day</source>
        <translation>確定日結</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>後一天</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>再印一張</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>先不要</translation>
    </message>
</context>
<context>
    <name>DeviceRowView</name>
    <message>
        <source>Set up</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>Devices</source>
        <translation>裝置</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>測試</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Print queue</source>
        <translation>列印佇列</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>日報表</translation>
    </message>
</context>
<context>
    <name>EnrolSheet</name>
    <message>
        <source>New member</source>
        <translation>新會員</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手機</translation>
    </message>
    <message>
        <source>Name (may be left empty)</source>
        <translation>姓名（可留空）</translation>
    </message>
    <message>
        <source>Birthday (may be left empty)</source>
        <translation>生日（可留空，西元年月日）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>加入會員</translation>
    </message>
    <message>
        <source>Works offline too; head office hears of it later.</source>
        <translation>離線也能加入，連線後會自動送到總部。</translation>
    </message>
</context>
<context>
    <name>JobRowView</name>
    <message>
        <source>Cancel job</source>
        <translation>取消列印</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>再印一張</translation>
    </message>
</context>
<context>
    <name>LedgerSheet</name>
    <message>
        <source>Member</source>
        <translation>會員</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>No movements on this till yet.</source>
        <translation>這台還沒有點數異動。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>MemberPanel</name>
    <message>
        <source>Details</source>
        <translation>會員明細</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>換會員</translation>
    </message>
    <message>
        <source>Points available</source>
        <translation>可用點數</translation>
    </message>
    <message>
        <source>Worth</source>
        <translation>可折抵</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>折抵</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>MenuPanel</name>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Add amount</source>
        <translation>加入金額</translation>
    </message>
    <message>
        <source>Use coupon</source>
        <translation>使用優惠券</translation>
    </message>
</context>
<context>
    <name>MenuSheet</name>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>NumberPad</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>退格</translation>
    </message>
</context>
<context>
    <name>OmniboxPanel</name>
    <message>
        <source>New member</source>
        <translation>新會員</translation>
    </message>
    <message>
        <source>No member</source>
        <translation>非會員</translation>
    </message>
    <message>
        <source>Reprint receipt</source>
        <translation>重印收據</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Open drawer</source>
        <translation>開錢箱</translation>
    </message>
    <message>
        <source>Coupon</source>
        <translation>優惠券</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>No member; a phone still works</source>
        <translation>非會員 ・ 仍可輸入手機</translation>
    </message>
    <message>
        <source>Member phone or scan</source>
        <translation>會員手機 或 掃描會員條碼</translation>
    </message>
    <message>
        <source>No such member yet; add them now?</source>
        <translation>查無此會員 ・ 可加入為新會員</translation>
    </message>
    <message>
        <source>Becomes a line of this sale</source>
        <translation>加入本次消費，自成一行</translation>
    </message>
    <message>
        <source>Scan any time, no field to choose</source>
        <translation>掃描隨時有效，不必點選欄位</translation>
    </message>
</context>
<context>
    <name>ParkedSheet</name>
    <message>
        <source>Parked bills</source>
        <translation>掛單</translation>
    </message>
    <message>
        <source>Tap a bill, or press its number, to take it up again.</source>
        <translation>點選一張單，或按它的數字，即可取回。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>PrintQueueSheet</name>
    <message>
        <source>Print queue</source>
        <translation>列印佇列</translation>
    </message>
    <message>
        <source>What waits prints by itself. “Not confirmed” means: look whether the paper is there.</source>
        <translation>等待中的會自動列印。「未確認」請看紙有沒有印出來。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>裝置</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>日報表</translation>
    </message>
    <message>
        <source>Nothing has been printed on this till yet.</source>
        <translation>這台還沒有列印過。</translation>
    </message>
</context>
<context>
    <name>RedeemSheet</name>
    <message>
        <source>Redeem points</source>
        <translation>折抵點數</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>Taken off</source>
        <translation>折抵金額</translation>
    </message>
    <message>
        <source>Then to pay</source>
        <translation>折抵後應收</translation>
    </message>
    <message>
        <source>Points left</source>
        <translation>剩餘點數</translation>
    </message>
    <message>
        <source>All {points}</source>
        <translation>全部 {points}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Redeem {points} points</source>
        <translation>確認折抵 {points} 點</translation>
    </message>
    <message>
        <source>Redeem nothing</source>
        <translation>不折抵</translation>
    </message>
</context>
<context>
    <name>ScannerSetupSheet</name>
    <message>
        <source>Set up the scanner</source>
        <translation>設定掃描器</translation>
    </message>
    <message>
        <source>Use the scanner that is to be set up. Nothing goes onto the bill meanwhile.</source>
        <translation>請用要設定的那支掃描器。這時掃的不會記到帳單上。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新測量</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>StripBar</name>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
    <message>
        <source>{store} ・ Till {number}</source>
        <translation>{store} ・ {number} 號機</translation>
    </message>
    <message>
        <source>Print queue</source>
        <translation>列印佇列</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>裝置</translation>
    </message>
</context>
<context>
    <name>TenderSheet</name>
    <message>
        <source>Payment</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>還要收</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>應收</translation>
    </message>
    <message>
        <source>{tender} received</source>
        <translation>實收{tender}</translation>
    </message>
    <message>
        <source>{amount} exact</source>
        <translation>{amount} 剛好</translation>
    </message>
    <message>
        <source>Received: {tenders} (Del takes the last back)</source>
        <translation>已收：{tenders}（Del 取消上一筆）</translation>
    </message>
    <message>
        <source>Too much: only cash gives change</source>
        <translation>超過應收，只有現金可找零</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>還差</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>找零</translation>
    </message>
    <message>
        <source>Take this part</source>
        <translation>先收這筆</translation>
    </message>
    <message>
        <source>Complete and print</source>
        <translation>完成並列印</translation>
    </message>
</context>
</TS>
