<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AdjustingForm</name>
    <message>
        <source>Add</source>
        <translation>加點</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>扣點</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>確定調整</translation>
    </message>
    <message>
        <source>The member&apos;s ledger keeps the reason and who approved. Esc leaves everything as it is.</source>
        <translation>原因和核准人會留在會員的紀錄裡。按 Esc 就什麼都不改。</translation>
    </message>
</context>
<context>
    <name>AmountPage</name>
    <message>
        <source>Add amount</source>
        <translation>加入金額</translation>
    </message>
    <message>
        <source>So many of the next item</source>
        <translation>下一個品項的數量</translation>
    </message>
    <message>
        <source>Use coupon</source>
        <translation>使用優惠券</translation>
    </message>
    <message>
        <source>Change quantity</source>
        <translation>改數量</translation>
    </message>
</context>
<context>
    <name>ApprovalSheet</name>
    <message>
        <source>A manager&apos;s approval</source>
        <translation>店長核准</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>核准</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不要</translation>
    </message>
</context>
<context>
    <name>BackRow</name>
    <message>
        <source>Fewer come back</source>
        <translation>少退一件</translation>
    </message>
    <message>
        <source>More come back</source>
        <translation>多退一件</translation>
    </message>
</context>
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
        <source>Discount</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>This sale</source>
        <translation>本次消費</translation>
    </message>
    <message>
        <source>Tap items, scan them, or type an amount</source>
        <translation>點選品項、掃描條碼，或輸入金額</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>應收</translation>
    </message>
    <message>
        <source>To pay back</source>
        <translation>應退</translation>
    </message>
    <message>
        <source>Check out {amount}</source>
        <translation>結帳 {amount}</translation>
    </message>
    <message>
        <source>Pay back {amount}</source>
        <translation>退還 {amount}</translation>
    </message>
    <message>
        <source>Recall {count}</source>
        <translation>取單 {count}</translation>
    </message>
</context>
<context>
    <name>BillRow</name>
    <message>
        <source>One less</source>
        <translation>少一個</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>多一個</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>折扣備註</translation>
    </message>
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
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave the exchange</source>
        <translation>取消換貨</translation>
    </message>
</context>
<context>
    <name>ChartPlace</name>
    <message>
        <source>The chart is coming</source>
        <translation>圖表準備中</translation>
    </message>
</context>
<context>
    <name>CompletedPage</name>
    <message>
        <source>Change</source>
        <translation>找零</translation>
    </message>
    <message>
        <source>Pay back</source>
        <translation>退還</translation>
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
    <name>DayPage</name>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>列印</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>A week ago</source>
        <translation>上週同日</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本週</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Pick a day</source>
        <translation>選日期</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>往前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>往後</translation>
    </message>
    <message>
        <source>Member sales</source>
        <translation>會員交易數</translation>
    </message>
    <message>
        <source>Members who came, by tier</source>
        <translation>到店會員等級</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>銷售</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>To be looked at</source>
        <translation>待處理</translation>
    </message>
    <message>
        <source>No members yet</source>
        <translation>還沒有會員來</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>沒有要處理的事。</translation>
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
    <name>DiscountSheet</name>
    <message>
        <source>Discount on the whole bill</source>
        <translation>整單折扣</translation>
    </message>
    <message>
        <source>This brand gives no discounts by hand.</source>
        <translation>這個品牌沒有開放人工折扣。</translation>
    </message>
    <message>
        <source>Note on the receipt</source>
        <translation>備註（印在收據上）</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Take off (← → changes)</source>
        <translation>折多少（← → 切換）</translation>
    </message>
    <message>
        <source>Reason (↑ ↓ changes)</source>
        <translation>原因（↑ ↓ 切換）</translation>
    </message>
    <message>
        <source>Full price</source>
        <translation>恢復原價</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Put on the bill</source>
        <translation>套用</translation>
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
        <source>Take this member</source>
        <translation>帶入這位會員</translation>
    </message>
    <message>
        <source>Ask for what is marked with * before adding the member.</source>
        <translation>標示 * 的事項須先徵得同意，才能加入會員。</translation>
    </message>
    <message>
        <source>Works offline too; head office hears of it later.</source>
        <translation>離線也能加入，連線後會自動送到總部。</translation>
    </message>
</context>
<context>
    <name>ExceptionView</name>
    <message>
        <source>Seen</source>
        <translation>看過了</translation>
    </message>
</context>
<context>
    <name>FindingSaleSheet</name>
    <message>
        <source>Which sale?</source>
        <translation>找哪一張單？</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>後一天</translation>
    </message>
    <message>
        <source>Number, amount, or the member&apos;s phone</source>
        <translation>單號、金額或會員電話</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Open the sale</source>
        <translation>開啟這張單</translation>
    </message>
</context>
<context>
    <name>FirstRunWindow</name>
    <message>
        <source>1 Language</source>
        <translation>1 語言</translation>
    </message>
    <message>
        <source>2 Join a store</source>
        <translation>2 加入門市</translation>
    </message>
    <message>
        <source>3 Members</source>
        <translation>3 會員資料</translation>
    </message>
    <message>
        <source>Welcome. Which language does this till speak?</source>
        <translation>歡迎使用。這台收銀機要用哪種語言？</translation>
    </message>
    <message>
        <source>The screen and the receipts use it. It can be changed at any time.</source>
        <translation>畫面與收據都用這種語言，之後隨時可以更改。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Join a store</source>
        <translation>加入門市</translation>
    </message>
    <message>
        <source>Head office gives the server&apos;s address and a code that works once. Type them, or scan the slip.</source>
        <translation>總部會提供伺服器網址與一次性註冊碼。可以輸入，也可以直接掃描註冊單。</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>伺服器網址</translation>
    </message>
    <message>
        <source>Enrolment code</source>
        <translation>註冊碼</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>會員資料</translation>
    </message>
    <message>
        <source>The members and their points come onto this till, so that it works offline as well.</source>
        <translation>會員與點數會下載到這台收銀機，沒有網路時也能使用。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試一次</translation>
    </message>
    <message>
        <source>Sell while the rest arrives</source>
        <translation>先收銀，其餘自動下載</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>FolderDialogue</name>
    <message>
        <source>Folder for exports</source>
        <translation>匯出資料夾</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>位置：</translation>
    </message>
    <message>
        <source>Kind of files:</source>
        <translation>檔案類型：</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Find an item</source>
        <translation>找品項</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>品名或代碼</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>No item is called that.</source>
        <translation>沒有這樣的品項。</translation>
    </message>
    <message>
        <source>Arrows choose, Enter takes</source>
        <translation>↑ ↓ 選擇，Enter 加入</translation>
    </message>
</context>
<context>
    <name>FramePanel</name>
    <message>
        <source>To the list</source>
        <translation>回清單</translation>
    </message>
    <message>
        <source>For support</source>
        <translation>給客服看的內容</translation>
    </message>
</context>
<context>
    <name>GivenBackPage</name>
    <message>
        <source>Give back: {tenders}</source>
        <translation>請退還：{tenders}</translation>
    </message>
    <message>
        <source>Print the slip again</source>
        <translation>重印這張單</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>GivingBackPage</name>
    <message>
        <source>What comes back of no. {number}</source>
        <translation>單號 {number} 要退哪些？</translation>
    </message>
    <message>
        <source>Paid: {tenders}</source>
        <translation>付款：{tenders}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>換貨</translation>
    </message>
    <message>
        <source>Void all of no. {number}</source>
        <translation>單號 {number} 整張作廢</translation>
    </message>
    <message>
        <source>The whole sale is undone</source>
        <translation>整張單作廢，退還</translation>
    </message>
    <message>
        <source>Paid back</source>
        <translation>退還</translation>
    </message>
    <message>
        <source>Refund instead</source>
        <translation>改為退貨</translation>
    </message>
    <message>
        <source>Void the sale</source>
        <translation>作廢</translation>
    </message>
    <message>
        <source>Void, pay back {amount}</source>
        <translation>作廢並退還 {amount}</translation>
    </message>
    <message>
        <source>Pay back {amount}</source>
        <translation>退還 {amount}</translation>
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
    <name>MemberFilePanel</name>
    <message>
        <source>Adjust points</source>
        <translation>調整點數</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>回清單</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>Points by the day they expire</source>
        <translation>各批點數與到期日</translation>
    </message>
    <message>
        <source>None</source>
        <translation>沒有</translation>
    </message>
    <message>
        <source>Vouchers</source>
        <translation>優惠券</translation>
    </message>
    <message>
        <source>Movements on this till</source>
        <translation>這台收銀機的異動</translation>
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
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>Phone, card or name (Enter to type)</source>
        <translation>電話（四碼以上）、卡號或姓名，按 Enter 開始輸入</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>來店</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>上次來店</translation>
    </message>
</context>
<context>
    <name>MenuPanel</name>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Find an item</source>
        <translation>找品項</translation>
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
    <name>MergingPanel</name>
    <message>
        <source>Merge two members who are one person</source>
        <translation>合併會員（同一個人）</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The other member</source>
        <translation>另一位會員</translation>
    </message>
    <message>
        <source>Phone, card or name</source>
        <translation>電話、卡號或姓名</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>留下這位</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>MonthCalendar</name>
    <message>
        <source>Pick a day</source>
        <translation>選日期</translation>
    </message>
    <message>
        <source>Arrows move, Enter shows the day, Esc closes.</source>
        <translation>方向鍵移動，Enter 看那一天，Esc 關閉</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上個月</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>下個月</translation>
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
        <source>Reprint</source>
        <translation>重印收據</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>So many of the next item</source>
        <translation>下一個品項的數量</translation>
    </message>
    <message>
        <source>Earn by phone</source>
        <translation>以電話累點</translation>
    </message>
    <message>
        <source>Open drawer</source>
        <translation>開錢櫃</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Coupon</source>
        <translation>優惠券</translation>
    </message>
    <message>
        <source>{count} × the next item</source>
        <translation>{count} × 下一個品項</translation>
    </message>
    <message>
        <source>Quantity of the chosen line</source>
        <translation>選取品項的數量</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Item, or a code</source>
        <translation>品項或代碼</translation>
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
        <source>Offline; phone not known here. Points go to its member later.</source>
        <translation>離線查不到這支電話，可先以電話累點，連線後歸戶。</translation>
    </message>
    <message>
        <source>Enter changes the line; Esc lets it go</source>
        <translation>Enter 改數量，Esc 放開品項</translation>
    </message>
    <message>
        <source>Goes on the bill; × makes it a quantity</source>
        <translation>加到這張單；按 × 變成數量</translation>
    </message>
    <message>
        <source>Tap or scan the item, or type a price</source>
        <translation>點品項、掃條碼，或輸入單價</translation>
    </message>
    <message>
        <source>No such member yet; add them now?</source>
        <translation>查無此會員 ・ 可加入為新會員</translation>
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
    <name>PartView</name>
    <message>
        <source>Once more</source>
        <translation>重新設定</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>PinPanel</name>
    <message>
        <source>PIN of {name}</source>
        <translation>{name}的密碼</translation>
    </message>
    <message>
        <source>Who are you?</source>
        <translation>請選姓名</translation>
    </message>
    <message>
        <source>PIN, {count} of up to {most} digits</source>
        <translation>密碼，已輸入 {count} 個，最多 {most} 個數字</translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Day and time</source>
        <translation>日期與時間</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>會員</translation>
    </message>
    <message>
        <source>What</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>近 7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>近 30 天</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>不限日期</translation>
    </message>
    <message>
        <source>From</source>
        <translation>從</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>In and out</source>
        <translation>增減都看</translation>
    </message>
    <message>
        <source>In</source>
        <translation>增加</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>減少</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>只看待上傳</translation>
    </message>
    <message>
        <source>Phone or card</source>
        <translation>電話或卡號</translation>
    </message>
</context>
<context>
    <name>PortView</name>
    <message>
        <source>Test page</source>
        <translation>測試頁</translation>
    </message>
</context>
<context>
    <name>PrintQueueSheet</name>
    <message>
        <source>Print queue</source>
        <translation>列印佇列</translation>
    </message>
    <message>
        <source>What waits prints by itself. &quot;Not confirmed&quot; means: look whether the paper is there.</source>
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
    <name>PrinterSetupSheet</name>
    <message>
        <source>Find the receipt printer</source>
        <translation>尋找收據印表機</translation>
    </message>
    <message>
        <source>Address of a printer on the network</source>
        <translation>網路印表機的位址</translation>
    </message>
    <message>
        <source>Test page</source>
        <translation>測試頁</translation>
    </message>
    <message>
        <source>On the network</source>
        <translation>網路印表機</translation>
    </message>
    <message>
        <source>Paper width</source>
        <translation>紙寬</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新尋找</translation>
    </message>
    <message>
        <source>It came out, and a cash drawer is connected: open it</source>
        <translation>有印出來，這台還接了錢櫃：開開看</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>No, or not readable</source>
        <translation>沒有，或看不清楚</translation>
    </message>
    <message>
        <source>Yes, it came out</source>
        <translation>印出來了</translation>
    </message>
    <message>
        <source>Yes, it opened</source>
        <translation>有，打開了</translation>
    </message>
    <message>
        <source>No, it stayed shut</source>
        <translation>沒有開</translation>
    </message>
    <message>
        <source>Without a drawer</source>
        <translation>不設錢櫃</translation>
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
        <source>Most {points}</source>
        <translation>最多 {points}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Redeem nothing</source>
        <translation>不折抵</translation>
    </message>
    <message>
        <source>Rewards only</source>
        <translation>只兌換贈品</translation>
    </message>
</context>
<context>
    <name>RewardList</name>
    <message>
        <source>Rewards</source>
        <translation>點數兌換</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>兌換</translation>
    </message>
</context>
<context>
    <name>SavingBar</name>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <name>ScreenSetupSheet</name>
    <message>
        <source>How large is this screen?</source>
        <translation>這個螢幕有多大？</translation>
    </message>
    <message>
        <source>Hold a bank card against the one below, and change its width until both are alike.</source>
        <translation>請把金融卡貼在下方卡片上，調整寬度，直到兩張一樣寬。</translation>
    </message>
    <message>
        <source>Much narrower</source>
        <translation>窄很多</translation>
    </message>
    <message>
        <source>Narrower</source>
        <translation>窄一點</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>寬一點</translation>
    </message>
    <message>
        <source>Much wider</source>
        <translation>寬很多</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Default size</source>
        <translation>還原預設</translation>
    </message>
    <message>
        <source>Both are alike</source>
        <translation>一樣寬了</translation>
    </message>
</context>
<context>
    <name>SetUpPage</name>
    <message>
        <source>Set up this till</source>
        <translation>設定這台收銀機</translation>
    </message>
    <message>
        <source>What is done works at once. The rest can wait: Settings in the office leads back here.</source>
        <translation>完成的項目立即生效；其餘可以之後再做，從後台的「設定」就能回到這裡。</translation>
    </message>
    <message>
        <source>Staff with PINs of their own are set up in the office as well, under Staff.</source>
        <translation>要用密碼登入的人員，在後台的「人員」設定。</translation>
    </message>
    <message>
        <source>Start selling</source>
        <translation>開始收銀</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>逐步設定</translation>
    </message>
    <message>
        <source>Open it for a try</source>
        <translation>開錢櫃試試</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
</context>
<context>
    <name>ShiftSheet</name>
    <message>
        <source>Open or close a shift</source>
        <translation>開班、結班</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Put cash in</source>
        <translation>放入現金</translation>
    </message>
    <message>
        <source>Take cash out</source>
        <translation>取出現金</translation>
    </message>
    <message>
        <source>Count and close</source>
        <translation>清點結班</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>By coins and notes</source>
        <translation>依面額清點</translation>
    </message>
    <message>
        <source>In one sum</source>
        <translation>直接輸入總額</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>清點金額</translation>
    </message>
    <message>
        <source>Expected in the drawer</source>
        <translation>錢櫃應有</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差額</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>開班</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>結班</translation>
    </message>
    <message>
        <source>Record it and open the drawer</source>
        <translation>記下並開錢櫃</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ShiftsPage</name>
    <message>
        <source>Enter goes into the list, Esc leads out</source>
        <translation>Enter 進入清單，Esc 離開</translation>
    </message>
    <message>
        <source>Print a copy</source>
        <translation>補印一張</translation>
    </message>
    <message>
        <source>No day and no shift was closed yet.</source>
        <translation>還沒有日結或交班的紀錄。</translation>
    </message>
</context>
<context>
    <name>SideMenu</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已鎖定</translation>
    </message>
</context>
<context>
    <name>StaffFormPanel</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>PIN, once more</source>
        <translation>再輸入一次密碼</translation>
    </message>
    <message>
        <source>PIN, 4 to 6 digits</source>
        <translation>密碼（4 到 6 個數字）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Another PIN for {name}</source>
        <translation>{name}的新密碼</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>新增人員</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
</context>
<context>
    <name>StaffPage</name>
    <message>
        <source>Enter goes into the list, Esc leads out</source>
        <translation>Enter 進入清單，Esc 離開</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Another PIN</source>
        <translation>換密碼</translation>
    </message>
    <message>
        <source>PINs are kept so that nobody can read them. Whoever forgets theirs gets another.</source>
        <translation>密碼存成誰都看不到的形式，忘記時換一組就好。</translation>
    </message>
    <message>
        <source>Choose somebody</source>
        <translation>請選一位</translation>
    </message>
    <message>
        <source>Change to cashier</source>
        <translation>改為收銀員</translation>
    </message>
    <message>
        <source>Change to store manager</source>
        <translation>改為店長</translation>
    </message>
    <message>
        <source>Let them in again</source>
        <translation>重新啟用</translation>
    </message>
    <message>
        <source>Deactivate</source>
        <translation>停用</translation>
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
    <name>SyncPage</name>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Examine</source>
        <translation>檢查</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即備份</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>複製成文字</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>列印</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>重新整理</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What the examination found</source>
        <translation>檢查結果</translation>
    </message>
</context>
<context>
    <name>TenderSheet</name>
    <message>
        <source>Payment</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Cancel this</source>
        <translation>取消這筆</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Paid back by {tender}</source>
        <translation>以{tender}退還</translation>
    </message>
    <message>
        <source>Received: {tenders}</source>
        <translation>已收：{tenders}</translation>
    </message>
    <message>
        <source>To pay back</source>
        <translation>應退</translation>
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
        <source>Paying back</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>{amount} exact</source>
        <translation>{amount} 剛好</translation>
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
        <source>Pay back and print</source>
        <translation>退還並列印</translation>
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
<context>
    <name>WeighingSheet</name>
    <message>
        <source>Weight in kilograms</source>
        <translation>重量（公斤）</translation>
    </message>
    <message>
        <source>Type it as the scale shows it, without the point.</source>
        <translation>照秤上的數字輸入，不用打小數點。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
</context>
</TS>
